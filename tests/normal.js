() => {
  const bookkeeping = new Set(['data-htmx-powered', 'data-hx-revealed', 'data-disabled-by-htmx'])

  const state = element => {
    if (element.tagName === 'SELECT') return [...element.selectedOptions].map(option => option.value)
    if (element.tagName === 'TEXTAREA') return [element.value]
    if (element.tagName !== 'INPUT') return []
    return ['checkbox', 'radio'].includes(element.type) ? [element.value, element.checked] : [element.value]
  }

  const attributes = element => [...element.attributes]
    .map(({name, value}) => {
      const listed = ['class', 'accesskey', 'rel'].includes(name)
      return [name, listed ? value.split(/\s+/).filter(Boolean).join(' ') : value]
    })
    .filter(([name, value]) => !bookkeeping.has(name) && !(name === 'class' && value === ''))
    .sort(([one], [other]) => one < other ? -1 : 1)

  const normal = node => {
    if (node.nodeType === Node.TEXT_NODE) return node.data ? {text: node.data} : null
    if (node.nodeType === Node.COMMENT_NODE) return {comment: node.data}
    if (node.nodeType === Node.DOCUMENT_TYPE_NODE) return null
    if (node.tagName === 'STYLE' && node.textContent.includes('htmx-indicator')) return null
    const children = []
    for (const child of (node.localName === 'template' ? node.content : node).childNodes) {
      const made = normal(child)
      const last = children[children.length - 1]
      if (made && made.text && last && last.text) last.text += made.text
      else if (made) children.push(made)
    }
    if (node.nodeType === Node.DOCUMENT_NODE) return {name: '#document', attributes: [], state: [], children}
    return {name: node.localName, attributes: attributes(node), state: state(node), children}
  }

  const focused = document.activeElement || document.body
  return {
    title: document.title,
    focus: focused.localName + (focused.id ? '#' + focused.id : ''),
    document: normal(document),
  }
}
