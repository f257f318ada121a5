// A stream says what others have changed, and each element that follows it is asked for anew. See docs/live.md.
(() => {
const stream = document.currentScript.dataset.liveStream
const items = new Map() // by id
let line, alarm, timer, swapping, since = null, every = 15000, fails = 0, busy = 0

const now = () => performance.now()
const growing = times => Math.min(1000 * 2 ** times, 60000)
const on = (names, run) => names.split(" ").forEach(name => addEventListener(name, run, true))

function scan() {
  for (const node of document.querySelectorAll("[data-live][id]")) {
    const {id, dataset: {live}} = node, item = items.get(id) ?? {last: -500, fails: 0}
    if (item.node === node && item.live === live) continue
    const [topics, reader, moment] = live.split("."), [, , by, n] = moment.split("-"), key = `${topics}.${reader}`
    // What the page has swapped itself may be of any age.
    if (!swapping || item.stopped || item.key !== key) item.known = item.stopped = connectIn(50)
    items.set(id, Object.assign(item, {node, live, key, by, n, due: item.heard > swapping ? 0 : Infinity}))
  }
}

function connectIn(time) {
  clearTimeout(alarm)
  alarm = setTimeout(connect, time)
  return false
}

async function connect() {
  line?.abort()
  clearTimeout(alarm)
  const {signal} = line = new AbortController()
  const list = [...items.values()].filter(item => item.node.isConnected && !item.stopped)
  const tokens = known => list.filter(item => item.known === known).map(item => item.live)
  let after
  if (document.hidden || !list.length) return
  try {
    const body = JSON.stringify({fresh: tokens(false), followed: tokens(true), since})
    const answer = await fetch(stream, {method: "POST", headers: {"Content-Type": "application/json"}, body, signal})
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let text = "", read; connectIn(every * 8 / 3), !(read = await reader.read()).done;) {
      const parts = (text + read.value).split("\n\n")
      text = parts.pop()
      for (const part of parts) after = hear(part, list) ?? after
    }
  } catch {}
  if (!signal.aborted) connectIn((after ?? growing(fails++)) * (0.5 + Math.random() / 2))
}

function hear(part, list) {
  const [, event, json] = /^event: (.*)\ndata: (.*)/.exec(part) ?? []
  if (!event) return
  const {own, keys, refused, spread, ...data} = JSON.parse(json), due = now() + Math.random() * spread
  since = data.cursor
  if (event === "open") ({every} = data, fails = 0)
  for (const item of list) {
    // Whoever made the change may have rendered the element after it.
    const shows = own?.[0] === item.by && parseInt(item.n, 36) >= parseInt(own?.[1], 36)
    if (event === "open") {
      item.known = !refused.includes(item.key)
      if (!item.known && !item.refused) item.due = due
      item.stopped = item.refused = !item.known
    } else if (event === "bye") item.stopped = true
    else if (!item.stopped && (event === "all" || keys?.includes(item.key) && !shows)) {
      item.heard = now()
      item.due = Math.min(item.due, due)
    }
  }
  work()
  return data.poll ?? data.after
}

function work() {
  clearTimeout(timer)
  const time = now(), sending = document.querySelector("." + htmx.config.requestClass)
  let next = Infinity
  for (const item of items.values()) {
    // What the page is sending may be what has changed it.
    const at = Math.max(item.due + (sending ? 1000 : 0), item.last + 500)
    const outer = items.get(item.node.parentElement?.closest("[data-live]")?.id)
    if (at > time) next = Math.min(next, sending ? time + 50 : at)
    else if (busy < 4 && !item.asking && !waits(item) && !(outer?.asking || outer?.due < Infinity && !waits(outer))) ask(item)
  }
  if (next < Infinity) timer = setTimeout(work, next - time)
}

// Somebody presses something in it, is typing, has typed and not sent, or has a dialog open.
const waits = ({node}) => node.matches(":active, :has(:modal, :focus:is(select, :read-write, :not([id])))")
  || [...node.querySelectorAll("option, textarea, input")].some(field => field.checked !== field.defaultChecked
    || field.selected !== field.defaultSelected && field.index
    || !/box|radio|range|color/.test(field.type) && field.value !== (field.defaultValue ?? field.value))

async function ask(item) {
  const {node, live} = item, {id, scrollTop, scrollLeft, dataset: {liveUrl, liveSwap}} = node, four = htmx.version >= "4"
  Object.assign(item, {asking: true, due: Infinity, last: now()})
  busy++
  try {
    const answer = await fetch(liveUrl, {redirect: "manual", cache: "no-cache", headers: {
      "HX-Request": "true",
      "HX-Target": four ? `${node.localName}#${encodeURI(id)}` : id,
      "HX-Current-URL": location.href,
      ...four && {"HX-Request-Type": "partial"},
    }})
    const text = (await answer.text()).replace(/(<[^<>]*)\sautofocus\b/gi, "$1")
    if (answer.status >= 500) throw 0
    item.fails = 0
    if (item.node !== node || item.live !== live || node.dataset.liveUrl !== liveUrl || waits(item)) item.due = 0
    else if (!answer.ok || /^\s*<(!doctype|html)/i.test(text) || /hx-(loc|re[dft])/.test([...answer.headers.keys()])) {
      item.stopped = true
      console.warn("Live partials: followed no more", node, answer)
    } else {
      const {content} = new DOMParser().parseFromString(`<template>${text}`, "text/html").head.firstChild
      const swap = liveSwap || (content.firstElementChild?.id === id ? "outerHTML" : "innerHTML")
      swapping = item.last
      if (four) await htmx.swap({text, target: node, sourceElement: document.body, swap})
      else htmx.swap(node, text, {swapStyle: swap}, {contextElement: node})
      scan()
      Object.assign(items.get(id).node, {scrollTop, scrollLeft})
    }
  } catch {
    item.due = now() + growing(item.fails++)
  }
  swapping = item.asking = false
  busy--
  work()
}

// What htmx puts into an element may be of another URL.
on("htmx:afterSwap htmx:after:swap", ({detail: {ctx, target = ctx?.target, pathInfo}}) => {
  const item = items.get(target?.id), url = ctx?.request?.action ?? pathInfo?.finalRequestPath
  if (!item || !url || (ctx ? !/^inner/.test(ctx.swap) : target.querySelector(":scope > :not(.htmx-added)"))) return
  target.dataset.liveUrl = url
  if (now() - item.heard < 9999) item.due = 0
})
on("pointerup pointercancel focusout change reset close", () => setTimeout(work))
on("visibilitychange online", connect)
on("pagehide", () => line?.abort())
new MutationObserver(scan).observe(document, {childList: true, subtree: true, attributeFilter: ["data-live"]})
scan()
})()
