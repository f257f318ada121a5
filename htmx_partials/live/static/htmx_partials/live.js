// Asks anew for what others have changed. See docs/live.md.
(() => {
const stream = document.currentScript.dataset.liveStream
const items = new Map()
let line, alarm, timer, swapping, since = null, fails = 0, busy = 0

const now = () => performance.now()
const grow = n => Math.min(1e3 * 2 ** n, 6e4)
const parse = html => new DOMParser().parseFromString(html, "text/html")
const on = (names, run) => names.split(" ").forEach(name => addEventListener(name, run, true))

function scan() {
  for (const node of document.querySelectorAll("[data-live][id]")) {
    const {id, dataset: {live}} = node, item = items.get(id) ?? {last: 0, fails: 0}
    if (item.node === node && item.live === live) continue
    const [, key, by, n] = /^(.+)\.\w+-\w+-?(\w*)-?(\w*)\./.exec(live)
    // Its own swaps are of any age.
    if (!swapping || item.stopped || item.key !== key) item.known = item.stopped = reconnect()
    items.set(id, Object.assign(item, {node, live, key, by, n, due: item.heard > swapping ? 0 : Infinity}))
  }
}

function later(ms) {
  clearTimeout(alarm)
  alarm = setTimeout(connect, ms)
}

function reconnect() {
  line?.abort()
  later(50)
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
    const body = JSON.stringify({fresh: tokens(), followed: tokens(true), since})
    const answer = await fetch(stream, {method: "POST", headers: {"Content-Type": "application/json"}, body, signal})
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let text = "", read; signal.aborted || later(4e4), !(read = await reader.read()).done;) {
      const parts = (text + read.value).split("\n\n")
      text = parts.pop()
      for (const part of parts) after = hear(part, list) ?? after
    }
  } catch {}
  if (!signal.aborted) later((after ?? grow(fails++)) / 2 * (1 + Math.random()))
}

function hear(part, list) {
  const [, event, json] = /^event: (.*)\ndata: (.*)/.exec(part) ?? []
  if (!event) return
  const {own, keys, refused, spread, ...data} = JSON.parse(json), [by, n] = own ?? []
  const due = now() + Math.random() * spread
  since = data.cursor
  fails = 0
  for (const item of list) {
    // Who changed it may show it.
    const shows = item.by === by && parseInt(item.n, 36) >= parseInt(n, 36)
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
    // What is sent may change it.
    const at = Math.max(item.due + (sending ? 1e3 : 0), item.last + 500)
    const outer = items.get(item.node.parentElement?.closest("[data-live]")?.id)
    if (at > time) next = Math.min(next, sending ? time + 50 : at)
    else if (busy < 4 && !item.asking && !waits(item) && !(outer?.asking || outer?.due < Infinity && !waits(outer))) ask(item)
  }
  if (next < Infinity) timer = setTimeout(work, next - time)
}

// It is gone, or somebody is pressing or typing.
const waits = ({node}) => !node.isConnected || node.matches(":active, :has(:modal, :focus:is(select, :read-write, :not([id])))")
  || [...node.querySelectorAll("option, textarea, input")].some(f => f.checked !== f.defaultChecked
    || f.selected !== f.defaultSelected && f.index
    || !/box|radio|range|color/.test(f.type) && f.value !== (f.defaultValue ?? f.value))

async function ask(item) {
  const {node, live} = item, {id, dataset: {liveUrl, liveSwap}} = node, four = htmx.version >= "4"
  Object.assign(item, {asking: true, due: Infinity, last: now()})
  busy++
  try {
    const answer = await fetch(liveUrl, {redirect: "manual", cache: "no-cache", headers: item.refused ? {} : {
      "HX-Request": "true", "HX-Target": four ? `${node.localName}#${encodeURI(id)}` : id,
      "HX-Current-URL": location.href, ...four && {"HX-Request-Type": "partial"},
    }})
    let text = (await answer.text()).replace(/(<[^<>]*)\sautofocus\b/gi, "$1")
    if (item.refused) text = parse(text).getElementById(id)?.outerHTML ?? text
    if (answer.status > 499) throw 0
    item.fails = 0
    if (item.node !== node || item.live !== live || node.dataset.liveUrl !== liveUrl || waits(item)) item.due = 0
    else if (!answer.ok || /^\s*<(!d|html)/i.test(text) || /hx-(loc|re[dft])/.test([...answer.headers.keys()])) {
      item.stopped = true
      console.warn("Live partials: stopped", node, answer)
    } else {
      const {content} = parse("<template>" + text).head.firstChild
      const swap = liveSwap || (content.firstElementChild?.id === id ? "outerHTML" : "innerHTML")
      swapping = item.last
      if (four) await htmx.swap({text, target: node, sourceElement: document.body, swap})
      else htmx.swap(node, text, {swapStyle: swap}, {contextElement: node})
    }
  } catch {
    item.due = now() + grow(item.fails++)
  }
  swapping = item.asking = undefined
  busy--
  work()
}

// What htmx puts there may be of another URL.
on("htmx:afterSwap htmx:after:swap", ({detail: {ctx, target = ctx?.target, pathInfo}}) => {
  const item = items.get(target?.id), url = ctx?.request?.action ?? pathInfo?.finalRequestPath
  scan()
  if (!item || !url || (ctx ? !/^inner/.test(ctx.swap) : target.querySelector(":scope > :not(.htmx-added)"))) return
  target.dataset.liveUrl = url
  if (now() - item.heard < 9999) item.due = 0
})
on("pointerup focusout change reset close", () => setTimeout(work))
on("visibilitychange online", connect)
scan()
})()
