// Live partials, docs/live.md: a stream says what others have changed, and each element that follows it is asked for anew.
(() => {
const stream = document.currentScript.dataset.liveStream
const items = new Map() // by id: an element that follows something, and when it is due
let line, alarm, timer, pressed, swapping, cursor = null, every = 15000, fails = 0, busy = 0

const now = () => performance.now()
const following = () => [...items.values()].filter(item => !item.stopped)
const growing = fails => Math.min(1000 * 2 ** fails, 60000)
const on = (names, run) => names.split(" ").forEach(name => addEventListener(name, run, true))

function scan() {
  for (const element of document.querySelectorAll("[data-live][id]")) {
    const {id, dataset: {live: token}} = element, item = items.get(id) ?? {last: -500, fails: 0}
    if (item.element === element && item.token === token) continue
    const [topics, reader, moment] = token.split("."), [, , by, n] = moment.split("-"), key = `${topics}.${reader}`
    // What the page has swapped itself may be older than the last signal: the stream knows.
    if (!swapping || item.stopped || item.key !== key) item.known = item.stopped = connectIn(50)
    items.set(id, Object.assign(item, {element, token, key, by, n, due: item.heard > swapping ? 0 : Infinity}))
  }
  for (const [id, {element}] of items) if (!element.isConnected) items.delete(id)
  if (!items.size) close()
}

// -- The stream

function close() {
  line?.abort()
  clearTimeout(alarm)
}

function connectIn(time) {
  clearTimeout(alarm)
  alarm = setTimeout(connect, time)
  return false
}

async function connect() {
  close()
  const list = following(), tokens = known => list.filter(item => item.known === known).map(item => item.token)
  const {signal} = line = new AbortController()
  let pause
  if (document.hidden || !list.length) return
  try {
    connectIn(every * 8 / 3) // unless something is heard
    const answer = await fetch(stream, {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify({fresh: tokens(false), followed: tokens(true), since: cursor}),
      signal,
    })
    if (!answer.ok) throw Error(await answer.text())
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let text = "", read; !(read = await reader.read()).done;) {
      connectIn(every * 8 / 3)
      const parts = (text + read.value).split("\n\n")
      text = parts.pop()
      for (const part of parts) pause = hear(part, list) ?? pause
    }
  } catch (error) {
    if (!signal.aborted) console.warn("Live partials:", error.message)
  }
  if (!signal.aborted) connectIn((pause ?? growing(fails++)) * (0.5 + Math.random() / 2))
}

function hear(part, list) {
  const [, event, json = "{}"] = /^event: (.*)\ndata: (.*)/.exec(part) ?? []
  const {own, keys, refused, spread, ...data} = JSON.parse(json), due = now() + Math.random() * spread
  cursor = data.cursor ?? cursor
  if (event === "open") ({every} = data, fails = 0)
  for (const item of list) {
    if (event === "open") {
      item.known = !refused.includes(item.key)
      if (!item.known && !item.refused) item.due = due
      item.stopped = item.refused = !item.known
    } else if (event === "bye") item.stopped = true
    else if (!item.stopped && (event === "all" || keys?.includes(item.key) && !shows(item, own)))
      Object.assign(item, {heard: now(), due: Math.min(item.due, due)})
  }
  work()
  return data.poll ?? data.after
}

// The request that has made a change may have rendered the element after it.
const shows = ({by, n}, own) => own?.[0] === by && parseInt(n, 36) >= parseInt(own[1], 36)

// -- Asking for elements

function work() {
  clearTimeout(timer)
  // What the page has sent may bring what is due, or be what has changed it.
  const time = now(), sending = document.querySelector("." + htmx.config.requestClass)
  let next = Infinity
  for (const item of items.values()) {
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
  return element.contains(pressed) || element.querySelector(":modal, :focus:is(select, :read-write, :not([id]))")
    || [...element.querySelectorAll("option, textarea, input")].some(field => field.checked !== field.defaultChecked
      || field.selected !== field.defaultSelected && field.index
      || !/box|radio|range|color/.test(field.type) && field.value !== (field.defaultValue ?? field.value))
}

async function ask(item) {
  const {element, token} = item, {id, scrollTop, scrollLeft, dataset: {liveUrl, liveSwap}} = element, four = htmx.version >= "4"
  Object.assign(item, {asking: true, due: Infinity, last: now()})
  busy++
  try {
    const answer = await fetch(liveUrl, {redirect: "manual", cache: "no-cache", headers: {
      "HX-Request": "true",
      "HX-Target": four ? `${element.localName}#${encodeURI(id)}` : id,
      "HX-Current-URL": location.href,
      ...four && {"HX-Request-Type": "partial"},
    }})
    const text = (await answer.text()).replace(/(<[^<>]*)\sautofocus\b/gi, "$1")
    if (answer.status >= 500) throw Error
    item.fails = 0
    if (item.element !== element || item.token !== token || liveUrl !== element.dataset.liveUrl || waits(item)) item.due = 0
    else if (!answer.ok || /^\s*<(!doctype|html)/i.test(text) || /hx-(loc|re[dft])/.test([...answer.headers.keys()])) {
      item.stopped = true
      console.warn(`Live partials: #${id} is followed no more, as ${liveUrl} answered ${answer.status}.`)
    } else {
      const {content} = new DOMParser().parseFromString(`<template>${text}`, "text/html").head.firstChild
      const style = liveSwap || (content.firstElementChild?.id === id ? "outerHTML" : "innerHTML")
      swapping = item.last
      await (four ? htmx.swap({text, target: element, sourceElement: document.body, swap: style})
        : htmx.swap(element, text, {swapStyle: style}, {contextElement: element}))
      scan()
      Object.assign(items.get(id)?.element ?? {}, {scrollTop, scrollLeft})
    }
  } catch {
    item.due = now() + growing(item.fails++)
  }
  swapping = item.asking = false
  busy--
  work()
}

// -- The page

// Where htmx has replaced the content of an element, that is of another URL from now on.
on("htmx:afterSwap htmx:after:swap", ({detail: {ctx, ...own}}) => {
  const {target, request = own.requestConfig} = ctx ?? own, item = items.get(target?.id)
  const whole = ctx ? /^inner/.test(ctx.swap) : !target?.querySelector(":scope > :not(.htmx-added)")
  if (!item || !whole || !/get/i.test(request?.method ?? request?.verb)) return
  target.dataset.liveUrl = request.action ?? own.pathInfo.finalRequestPath
  if (now() - item.heard < 9999) item.due = 0
})
on("pointerdown pointerup pointercancel focusout change reset close", ({type, target}) => {
  if (/^pointer/.test(type)) pressed = type === "pointerdown" ? target : null
  setTimeout(work)
})
on("visibilitychange online", connect)
on("pagehide", close)
new MutationObserver(scan).observe(document, {childList: true, subtree: true, attributeFilter: ["data-live"]})
scan()
})()
