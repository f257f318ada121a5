// Live partials, docs/live.md: a stream says what others have changed; each element that follows it is asked for anew,
// from the URL that it was rendered with, and swapped by htmx.
(() => {
const stream = document.currentScript.dataset.liveStream
const items = new Map() // by id: an element that follows something, and when it is due
let line, alarm, wake, timer, pressed, swapping, cursor = null, every = 15000, fails = 0, busy = 0

const now = () => performance.now()
const growing = fails => Math.min(1000 * 2 ** fails, 60000)
const following = () => [...items.values()].filter(item => !item.stopped)

function scan() {
  for (const element of document.querySelectorAll("[data-live][id]")) {
    const {id, dataset: {live: token}} = element, item = items.get(id) ?? {last: -500, fails: 0}
    if (item.element === element && item.token === token) continue
    const parts = token.split("."), key = parts.slice(0, -2).join("."), due = item.heard > swapping ? 0 : Infinity
    // What the page has swapped itself may be older than the last signal: the stream is asked again.
    if (!swapping || item.stopped || item.key !== key) item.stopped = item.known = item.line = false
    items.set(id, Object.assign(item, {element, token, key, due}))
  }
  for (const [id, {element}] of items) if (!element.isConnected) items.delete(id)
  if (!items.size) close()
  else if (following().some(item => item.line !== line)) wake ??= setTimeout(connect, 50)
}

// -- The stream

function close() {
  line?.abort()
  clearTimeout(alarm)
  clearTimeout(wake)
  line = wake = null
}

async function connect() {
  close()
  const list = following(), tokens = known => list.filter(item => item.known === known).map(item => item.token)
  if (document.hidden || !list.length) return
  const mine = line = new AbortController()
  const beat = () => { clearTimeout(alarm); alarm = setTimeout(() => mine.abort(), every * 8 / 3) }
  let pause
  for (const item of list) item.line = line
  beat()
  try {
    const answer = await fetch(stream, {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify({fresh: tokens(false), followed: tokens(true), since: cursor}),
      signal: mine.signal,
    })
    if (!answer.ok) throw Error(await answer.text())
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let text = "", read; !(read = await reader.read()).done;) {
      beat()
      const parts = (text + read.value).split("\n\n")
      text = parts.pop()
      for (const part of parts) pause = hear(part) ?? pause
    }
  } catch (error) {
    if (line === mine) console.warn("Live partials:", error.message)
  }
  if (line !== mine) return
  close()
  wake = setTimeout(connect, (pause ?? growing(fails++)) * (0.5 + Math.random() / 2))
}

function hear(part) {
  const [, event, json = "{}"] = /^event: (.*)\ndata: (.*)/.exec(part) ?? [], data = JSON.parse(json)
  const due = now() + Math.random() * data.spread
  cursor = data.cursor ?? cursor
  if (event === "open") fails = 0, every = data.every
  for (const item of following().filter(item => item.line === line)) {
    if (event === "open") {
      item.known = !data.refused.includes(item.key)
      if (!item.known && !item.refused) item.due = due
      item.refused = item.stopped = !item.known
    } else if (event === "bye") item.stopped = true
    else if (event === "all" || data.keys?.includes(item.key)) {
      // The request that made the change may have rendered the element after it.
      const [, , by, n] = item.token.split(".").at(-2).split("-")
      if (data.own && by === data.own[0] && parseInt(n, 36) >= parseInt(data.own[1], 36)) continue
      item.heard = now()
      item.due = Math.min(item.due, due)
    }
  }
  work()
  return data.poll ?? data.after
}

// -- Asking for elements

function work() {
  clearTimeout(timer)
  const time = now(), sending = document.querySelector("." + htmx.config.requestClass)
  let next = Infinity
  for (const item of items.values()) {
    // What the page has sent may bring it, or be what has changed it.
    const at = Math.max(item.due + (sending ? 1000 : 0), item.last + 500)
    if (at > time) next = Math.min(next, sending ? time + 50 : at)
    else if (busy < 4 && !item.asking && !waits(item) && !covered(item)) ask(item)
  }
  if (next < Infinity) timer = setTimeout(work, next - time)
}

function covered({element}) {
  const outer = items.get(element.parentElement?.closest("[data-live][id]")?.id)
  return outer && (outer.asking || outer.due < Infinity && !waits(outer) || covered(outer))
}

// Somebody presses something in it, is typing, has typed and not sent, or has a dialog open.
function waits({element}) {
  const active = document.activeElement
  return element.contains(pressed) || element.querySelector(":modal") || element.contains(active)
    && active.matches("select, textarea, input:not([type=checkbox], [type=radio]), [contenteditable], :not([id])")
    || [...element.querySelectorAll("option, textarea, input")].some(field => field.checked !== field.defaultChecked
      || field.selected !== field.defaultSelected && field.index
      || !/box|radio|range|color/.test(field.type) && field.value !== (field.defaultValue ?? field.value))
}

async function ask(item) {
  const {element, token} = item, {id, dataset: {liveUrl: url}} = element, four = htmx.version >= "4"
  Object.assign(item, {asking: true, due: Infinity, last: now()})
  busy++
  try {
    const answer = await fetch(url, {redirect: "manual", cache: "no-cache", headers: {
      "HX-Request": "true",
      "HX-Target": four ? `${element.localName}#${encodeURI(id)}` : id,
      "HX-Current-URL": location.href,
      ...four && {"HX-Request-Type": "partial"},
    }})
    const text = await answer.text()
    if (answer.status >= 500) throw Error
    item.fails = 0
    if (element !== item.element || token !== item.token || url !== element.dataset.liveUrl || waits(item)) item.due = 0
    else if (answer.ok && !/^\s*<(!doctype|html)/i.test(text) && !/\bhx-(loc|re[dft])/.test([...answer.headers.keys()])) {
      swapping = item.last
      swap(element, text, four)
      scan()
    } else {
      item.stopped = true
      console.warn(`Live partials: ${url} has answered ${answer.status}, so #${id} is followed no more.`)
    }
  } catch {
    item.due = now() + growing(item.fails++)
  }
  swapping = item.asking = false
  busy--
  work()
}

function swap(element, text, four) {
  const {id, dataset: {liveSwap}} = element
  const {content} = new DOMParser().parseFromString(`<template>${text}`, "text/html").head.firstChild
  const style = liveSwap || (content.firstElementChild?.id === id ? "outerHTML" : "innerHTML")
  const places = [element, ...element.querySelectorAll("[id]")].map(({id, scrollTop, scrollLeft}) => [id, {scrollTop, scrollLeft}])
  text = text.replace(/(<[^<>]*)\sautofocus\b/gi, "$1")
  if (four) htmx.swap({text, target: element, sourceElement: element, push: "false", swap: `${style.replace(/^morph:(.*)HTML/, "$1Morph")} show:none`})
  else htmx.swap(element, text, {swapStyle: style, swapDelay: 0, settleDelay: 0}, {contextElement: element})
  for (const [id, place] of places) Object.assign(document.getElementById(id) ?? {}, place)
}

// -- The page

const on = (names, run) => names.split(" ").forEach(name => addEventListener(name, run, true))

// Where htmx has replaced the content of an element, that is of another URL from now on.
on("htmx:afterSwap htmx:after:swap", ({detail}) => {
  const {ctx, target} = detail, own = ctx?.request ?? detail.requestConfig, item = items.get((ctx ?? detail).target?.id)
  if (!item || !/get/i.test(own?.method ?? own?.verb) || !(ctx ? /^inner/.test(ctx.swap) : !target.querySelector(":scope > :not(.htmx-added)"))) return
  item.element.dataset.liveUrl = own.action ?? detail.pathInfo.finalRequestPath
  if (now() - item.heard < 10000) item.due = 0
})
on("pointerdown", ({target}) => { pressed = target })
on("pointerup pointercancel", () => { pressed = null })
on("pointerup pointercancel focusout change reset close", () => setTimeout(work))
on("visibilitychange online", connect)
on("pagehide", close)
new MutationObserver(scan).observe(document, {childList: true, subtree: true, attributeFilter: ["data-live"]})
scan()
})()
