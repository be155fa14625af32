// Sends what waits when the connection is back and no page of the app is open (Background Sync, where a browser has it). It only sends:
// what became of the commands the page hears when it is opened, by sending them once more under the same ids.
(() => {
  const most = {{.Most}}; // commands in a request
  const text = new TextDecoder();

  // waiting reads the commands in order, up to the first one about which the page has something to decide.
  const waiting = async (vault) => {
    const names = (await vault.names("o/")).sort();
    const all = (await vault.read(names)).map(([, data]) => (data ? JSON.parse(text.decode(data)) : null));
    const stop = all.findIndex((p) => !p || p.takeBack || p.filter);
    return stop < 0 ? all : all.slice(0, stop);
  };
  const send = async (vault, account, tenant, batch) => {
    // That they went out is on the device before they do.
    await vault.write([], batch.map((p) => ["o/" + p.command.id, new TextEncoder().encode(JSON.stringify({ ...p, sent: true }))]));
    const answer = await fetch("{{.Commands}}".replace("{tenant}", tenant), {
      method: "POST", headers: { "Content-Type": "application/json", "{{.ShapeHeader}}": "{{.Shape}}", "{{.RequestHeader}}": crypto.randomUUID().slice(-12) }, redirect: "error",
      body: JSON.stringify({ account, commands: batch.map((p) => p.command) }),
    });
    if (answer.status >= 500 || answer.status === 429) throw new Error("status " + answer.status); // the browser tries again
    if (!answer.ok) return false; // signed out, or somebody else is in: the page will say so
    const { replies } = await answer.json();
    const verdict = (f) => f.kind !== "unavailable" && f.kind !== "tooMany"; // else the page asks once more
    const refused = replies.filter((r) => r.state === "refused" && (r.faults || []).some(verdict)).length;
    if (refused) await notify("conflicts", { tenant, count: refused, url: "/inbox" });
    return true;
  };
  const flush = async (account, tenant) => {
    const vault = await stellwerkVault.open(account, tenant);
    try {
      await vault.unlock("");
      const all = await waiting(vault);
      for (let i = 0; i < all.length; i += most) if (!(await send(vault, account, tenant, all.slice(i, i + most)))) return;
    } catch (err) {
      if (err.name !== "Sealed") throw err; // locked with a PIN: only the person can
    } finally {
      vault.forget(); // a PIN that is set up later is asked for here, too
      vault.close();
    }
  };
  // A page that is open sends by itself, and holds the lock; one that has just been closed gives it back in a moment.
  const flushAll = async () => {
    for (const [account, tenant] of await stellwerkVault.all()) {
      const name = "stellwerk/" + account + "/" + tenant + "/sync";
      const wrong = await new Promise((tell) => {
        const sent = () => flush(account, tenant).then(() => tell(), tell);
        navigator.locks.request(name, { signal: AbortSignal.timeout(10_000) }, sent).catch(() => tell());
      });
      if (wrong) throw wrong; // what went wrong: the browser tries again
    }
  };
  self.addEventListener("sync", (e) => {
    if (e.tag === "outbox") e.waitUntil(flushAll());
  });
})();
