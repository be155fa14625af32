// What people are told outside the app: what a push service brings, and what a worker finds out by itself. infra/site puts in the words
// of shared/text and the address. notify(topic, data) is for everything that runs in the worker; topics are those of shared/org/topic.go.
// data: tenant; id, the same for something that comes twice; count, 1 unless said; language; url, where a click leads.
const notify = (() => {
  const words = {{.Words}}; // language → name → text

  // What the page has noted for times when there is none, see web/js/push.js.
  const noted = async () => {
    try {
      return (await (await caches.match("/notify", { cacheName: "notify" }))?.json()) || {};
    } catch {
      return {};
    }
  };

  const more = (data) => data.people - data.names.split("\n").length;
  const once = { jobs: true, birthdays: true }; // topics that do not count
  const sayings = (topic, data, count) => {
    if (topic === "jobs") {
      const title = (data.import ? "import" : "job") + (data.state === "failed" ? "Failed" : "Done");
      return [title, data.state === "failed" ? "failedText" : data.refused ? "refusedText" : "doneText", data.import ? "/import" : "/members"];
    }
    const many = count > 1 ? "Many" : "";
    if (topic === "conflicts") return ["conflict" + many, "conflictText", "/members"];
    if (topic === "joined") return ["joined" + many, "joinedText", "/members"];
    if (topic === "birthdays" && data.people > 1) return ["birthdayMany", more(data) ? "birthdayMore" : "birthdayNames", "/birthdays"];
    if (topic === "birthdays") return ["birthday", "birthdayText", "/birthdays"];
    if (topic === "greetings") return ["greeting" + many, "greetingText", "/profile"];
    if (topic === "endings") return data.missed ? ["missed", "missedText", "/scheduled"] : data.tags ? ["tagsEnd", "tagsEndText", "/scheduled"] : ["ends", "endsText", "/scheduled"];
    return ["other", "otherText", "/"];
  };

  const tell = async (topic, data) => {
    if (self.Notification?.permission !== "granted") return;
    const { language, off } = await noted();
    if (topic === "conflicts" && off?.includes(data.tenant)) return;
    // Who looks at the app is told there.
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (pages.some((p) => p.focused)) return;
    // What is told of a topic that counts takes the place of what was told before, and what comes twice of itself.
    const tag = topic + "-" + (once[topic] ? data.id : data.tenant);
    const before = (await self.registration.getNotifications({ tag }))[0]?.data;
    if (data.id && before?.ids.includes(data.id)) return;
    const count = (once[topic] ? 0 : before?.count || 0) + (data.count || 1);
    const of = [data.language, language, navigator.language.slice(0, 2), "en"].find((l) => words[l]);
    const [title, body, url] = sayings(topic, data, count);
    const number = (n) => new Intl.NumberFormat(of).format(n || 0);
    const values = { done: number(data.done), refused: number(data.refused), count: number(count), people: number(data.people) };
    if (data.names) Object.assign(values, { names: data.names.replaceAll("\n", ", "), more: number(more(data)) });
    const say = (name) => words[of][name].replace(/\{(\w+)\}/g, (_, v) => values[v]);
    await self.registration.showNotification(say(title), {
      body: say(body), tag, lang: of, icon: "/web/icons/icon-192.png",
      data: { url: data.url || url, tenant: data.tenant, count, ids: [...(before?.ids || []), data.id].slice(-50) },
    });
  };
  // One after the other: what comes at the same time has to know of what comes before it.
  let told = Promise.resolve();
  return (topic, data = {}) => (told = told.catch(() => {}).then(() => tell(topic, data)));
})();

self.addEventListener("push", (e) => {
  let message = {};
  try {
    message = e.data.json();
  } catch {
    // A newer server may speak otherwise; that there is something new is still so.
  }
  e.waitUntil(notify(message.topic, message));
});

// A click leads to the page it is about: in a tab that is open, or a new one. web/js/push.js takes it from there.
self.addEventListener("notificationclick", (e) => {
  e.notification.close();
  const { url, tenant } = e.notification.data;
  const go = async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const page = pages.find((p) => new URL(p.url).pathname !== "/gallery");
    if (!page) return self.clients.openWindow(url + (tenant ? "?organisation=" + tenant : ""));
    await page.focus();
    page.postMessage({ open: url, tenant });
  };
  e.waitUntil(go());
});

// A browser may change its address by itself.
self.addEventListener("pushsubscriptionchange", (e) => {
  const renew = async () => {
    const s = e.newSubscription || (await self.registration.pushManager.subscribe(e.oldSubscription.options));
    const { endpoint, keys } = s.toJSON();
    await fetch("{{.Push}}", { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ endpoint, ...keys }) });
  };
  e.waitUntil(renew());
});
