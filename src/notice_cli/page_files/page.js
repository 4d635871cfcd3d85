"use strict";
(() => {
  const notice = document.getElementById("notice");
  const tasks = document.getElementById("tasks");
  const pieces = new Map();
  const holders = new Map();
  const numbers = (element) => (element.dataset.m || "").split(" ").filter(Boolean);
  const gather = (root, map) => {
    for (const element of root.querySelectorAll("[data-m]")) {
      for (const number of numbers(element)) {
        if (!map.has(number)) map.set(number, []);
        map.get(number).push(element);
      }
    }
  };
  gather(notice, pieces);
  gather(tasks, holders);

  // What is pointed at lights its words in the notice; words light what rests on them.
  let lit = [];
  const light = (origin, scroll) => {
    for (const element of lit) element.classList.remove("lit");
    lit = [];
    if (!origin) return;
    const inNotice = notice.contains(origin);
    const found = new Set(inNotice ? [] : [origin]);
    for (const number of numbers(origin)) {
      for (const element of pieces.get(number) || []) found.add(element);
      if (inNotice) for (const element of holders.get(number) || []) found.add(element);
    }
    lit = [...found];
    for (const element of lit) element.classList.add("lit");
    if (scroll) show(origin);
  };
  // Only where a pane scrolls by itself: a page must not move under the pointer.
  const show = (origin) => {
    const pane = notice.contains(origin) ? tasks : notice;
    if (getComputedStyle(pane).overflowY !== "auto") return;
    const main = pieces.get(origin.dataset.main);
    const inside = main || lit.filter((element) => pane.contains(element));
    const frame = pane.getBoundingClientRect();
    const seen = (element) => {
      const box = element.getBoundingClientRect();
      return box.bottom > frame.top + 60 && box.top < frame.bottom;
    };
    if (inside.length && !inside.some(seen)) {
      const box = inside[0].getBoundingClientRect();
      pane.scrollTop += box.top - frame.top - frame.height / 3;
    }
  };

  const holder = (target) => (target instanceof Element ? target.closest("[data-m]") : null);
  let focused = null;
  let timer = 0;
  document.addEventListener("pointerover", (event) => {
    clearTimeout(timer);
    const origin = holder(event.target);
    light(origin || focused, false);
    if (origin) timer = setTimeout(show, 250, origin);
  });
  document.addEventListener("focusin", (event) => {
    focused = holder(event.target);
    light(focused, true);
  });
  document.addEventListener("focusout", () => {
    focused = null;
    light(null, false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") light(null, false);
  });

  // The marked words are one stop of the Tab key; the arrow keys move among them.
  const stops = [...notice.querySelectorAll("a.stop")];
  const current = (stop) => {
    for (const other of stops) other.tabIndex = other === stop ? 0 : -1;
  };
  if (stops.length) current(stops[0]);
  notice.addEventListener("keydown", (event) => {
    const at = stops.indexOf(document.activeElement);
    const visible = (stop) => stop.getClientRects().length > 0;
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    let next = -1;
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in steps) next = at + steps[event.key];
    else if (event.key === "Home") next = 0;
    else if (event.key === "End") next = stops.length - 1;
    if (next < 0 || next >= stops.length || !visible(stops[next])) return;
    event.preventDefault();
    current(stops[next]);
    stops[next].focus();
  });
  notice.addEventListener("focusin", (event) => {
    if (stops.includes(event.target)) current(event.target);
  });
  // A link into the other pane goes to what can have the focus there.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    if (stops.includes(target)) current(target);
    if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus();
    target.scrollIntoView({ block: "center" });
    event.preventDefault();
  });

  const form = document.getElementById("filter");
  const body = document.getElementById("by-body");
  const kind = document.getElementById("by-kind");
  const day = document.getElementById("by-day");
  const cards = [...tasks.querySelectorAll("li.task")];
  const filter = () => {
    let shown = 0;
    const on = new Set();
    const off = new Set();
    for (const card of cards) {
      const due = card.dataset.due;
      const fits =
        (!body.value || card.dataset.bodies.split("\n").includes(body.value)) &&
        (!kind.value || card.dataset.kind === kind.value) &&
        (!day.value || (due && due <= day.value));
      card.hidden = !fits;
      shown += fits ? 1 : 0;
      for (const number of numbers(card)) (fits ? on : off).add(number);
    }
    for (const [number, elements] of pieces) {
      if (!off.has(number) && !on.has(number)) continue;
      for (const element of elements) {
        const own = numbers(element);
        const hidden = own.some((n) => off.has(n)) && !own.some((n) => on.has(n));
        element.classList.toggle("off", hidden);
      }
    }
    const count = document.getElementById("count");
    const all = cards.length;
    count.textContent = shown === all ? count.dataset.all : `${shown} / ${count.dataset.all}`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter, 0));

  for (const box of notice.querySelectorAll(".legend input")) {
    const choose = () => notice.classList.toggle(`hide-${box.value}`, !box.checked);
    box.addEventListener("change", choose);
    choose();
  }
  filter();
})();
