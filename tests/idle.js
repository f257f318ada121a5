// Knows when the page has come to rest, and keeps the long timers back for tickAll().
(() => {
  const LONG = 250
  const realTimeout = window.setTimeout.bind(window)
  const realClear = window.clearTimeout.bind(window)
  const realInterval = window.setInterval.bind(window)
  const realClearInterval = window.clearInterval.bind(window)
  const held = new Map()
  const short = new Set()
  let busy = 0
  let leaving = false
  let now = 0
  let next = 1e9

  const hold = (run, due, every) => {
    const id = next++
    held.set(id, {run, due, every, order: id})
    return id
  }
  window.setTimeout = (run, delay = 0, ...rest) => {
    if (delay >= LONG) return hold(() => run(...rest), now + delay)
    busy++
    const id = realTimeout(() => {
      short.delete(id)
      try { run(...rest) } finally { busy-- }
    }, delay)
    short.add(id)
    return id
  }
  window.clearTimeout = id => {
    if (held.delete(id)) return
    if (short.delete(id)) busy--
    realClear(id)
  }
  window.setInterval = (run, delay = 0, ...rest) =>
    delay >= LONG ? hold(() => run(...rest), now + delay, delay) : realInterval(run, delay, ...rest)
  window.clearInterval = id => held.delete(id) || realClearInterval(id)

  const send = XMLHttpRequest.prototype.send
  XMLHttpRequest.prototype.send = function(...rest) {
    busy++
    this.addEventListener('loadend', () => realTimeout(() => busy--, 0))
    return send.apply(this, rest)
  }
  const counted = promise => {
    busy++
    return promise.finally(() => realTimeout(() => busy--, 0))
  }
  const realFetch = window.fetch.bind(window)
  window.fetch = (...rest) => counted(realFetch(...rest))
  const text = Response.prototype.text
  Response.prototype.text = function() { return counted(text.call(this)) }
  window.addEventListener('beforeunload', () => { leaving = true })

  const turn = milliseconds => new Promise(resolve => realTimeout(resolve, milliseconds))
  window.atRest = async () => {
    for (let quiet = 0; quiet < 3;) {
      const moving = busy || leaving || document.readyState !== 'complete'
      await turn(moving ? 2 : 0)
      quiet = moving ? 0 : quiet + 1
    }
    return true
  }
  window.tickAll = async milliseconds => {
    const end = now + milliseconds
    for (;;) {
      const [id, timer] = [...held].filter(([, one]) => one.due <= end)
        .sort(([, one], [, other]) => one.due - other.due || one.order - other.order)[0] || []
      if (!timer) break
      now = Math.max(now, timer.due)
      if (timer.every) timer.due += timer.every
      else held.delete(id)
      timer.run()
      await window.atRest()
    }
    now = end
  }
})()
