// Makes the constant pages work before the app is there, and without it: shows them in the right language, sends their forms to the
// very addresses that the app uses, and hands over when the app arrives. app/ui/early.go takes over; values in double braces are put
// in by infra/site. Pages, words and faults stand in templates that are rendered from the app's own components.
(() => {
  const to = {
    signUp: "{{.SignUp}}",
    signUpState: "{{.SignUpState}}",
    signUpResend: "{{.SignUpResend}}",
    confirm: "{{.SignUpConfirm}}",
    signIn: "{{.SignIn}}",
    forgot: "{{.ForgotPassword}}",
    reset: "{{.ResetPassword}}",
    demo: "{{.Demo}}",
    session: "{{.Session}}",
    snapshot: "{{.Snapshot}}",
  };
  const home = "{{.Home}}"; // where signing in leads
  const patience = 40_000; // ms; as in app/client/browser.go

  const root = document.documentElement;
  const byID = (id) => document.getElementById(id);
  const page = () => document.body.firstElementChild;
  const inputs = () => [...page().querySelectorAll("input")];
  const query = new URLSearchParams(location.search);
  const token = query.get("token") || "";

  // Where the page stands.
  const now = {
    form: { "/sign-up": "signup", "/check-mail": "checkmail", "/confirm": "confirm", "/sign-in": "signin", "/forgotten": "forgotten", "/reset": "reset" }[root.dataset.at] || "",
    own: !!byID("early-de") && root.dataset.elsewhere === undefined, // a constant page, not the app's
    state: "", // what it has turned into: the name of a template
    values: {}, // what stands in braces there
    faults: [],
    waits: "", // name of the request under way
  };
  const underWay = {}; // answers that nobody has acted on yet, by address
  let acting = true; // until the app takes over
  let hopeless = false; // there will be no app

  // Words.
  const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const words = (key) => byID("says-" + root.lang)?.content.querySelector(`[data-key="${CSS.escape(key)}"]`)?.textContent;
  const say = (key, values) => fill(words(key) || "", values);
  const tell = (fault) => (words(fault.code) ? say(fault.code, fault.values) : fault.text || say("app.unforeseen"));

  // show puts up the page of the present state, with what is typed and where the keyboard is.
  const show = () => {
    const name = now.own ? now.state : "waiting";
    const written = byID("early-" + root.lang + (name && "-" + name));
    if (!written) return;
    const kept = place();
    const fresh = written.content.firstElementChild.cloneNode(true);
    const texts = document.createTreeWalker(fresh, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (text.data.includes("{")) text.data = fill(text.data, { fault: now.faults[0] && tell(now.faults[0]), ...now.values });
    }
    page().replaceWith(fresh);
    document.title = written.dataset.title;
    here();
    paint();
    back(kept);
  };
  // here shows what is offered only on one's own machine.
  const here = () => {
    if (!["localhost", "127.0.0.1", "[::1]"].includes(location.hostname)) return;
    for (const e of page().querySelectorAll("[data-local]")) e.hidden = false;
  };

  // place and back keep what is typed, the focus, the caret, what is shown of passwords, and how far down the page is.
  const reachable = () => [...page().querySelectorAll("a, button, input, [tabindex]")];
  const place = () => {
    const at = document.activeElement;
    const typed = {};
    const shown = [];
    for (const i of inputs()) {
      typed[i.id] = i.value;
      if (i.labels.length && i.nextElementSibling?.matches(".secret-show[aria-pressed=true]")) shown.push(i.id);
    }
    return {
      typed, shown,
      focus: page().contains(at) ? { id: at.id, index: reachable().indexOf(at), tag: at.tagName } : null,
      caret: at?.tagName === "INPUT" && at.selectionStart !== null ? [at.selectionStart, at.selectionEnd, at.selectionDirection] : null,
      down: byID("main")?.scrollTop || 0,
    };
  };
  const back = (kept) => {
    for (const [id, value] of Object.entries(kept.typed)) if (value && byID(id) && byID(id).value !== value) byID(id).value = value;
    for (const id of kept.shown) reveal(byID(id)?.nextElementSibling, true);
    if (byID("main")) byID("main").scrollTop = kept.down;
    if (!kept.focus) return;
    const same = reachable()[kept.focus.index];
    const target = byID(kept.focus.id) || (same?.tagName === kept.focus.tag ? same : null);
    if (!target) return;
    target.focus({ preventScroll: true });
    if (kept.caret && target.tagName === "INPUT") target.setSelectionRange(...kept.caret);
  };

  // paint shows what is wrong and what is under way, as the components do.
  const field = (fault) => fault.field && byID(now.form + "-" + fault.field.replaceAll(".", "-"));
  const label = (input) => input.labels[0]?.firstElementChild?.textContent || "";
  const paint = () => {
    for (const input of inputs()) {
      const fault = now.faults.find((f) => field(f) === input);
      input.setAttribute("aria-invalid", String(!!fault));
      input.closest(".field")?.classList.toggle("field-wrong", !!fault);
      const below = byID(input.id + "-error");
      if (below) below.replaceChildren(...(fault ? wrong(tell(fault)) : []));
    }
    summary();
    titleFault();
    work(page().querySelector("[type=submit]"), now.waits === now.form);
    for (const name of ["demo", "resend"]) work(byID(now.form + "-" + name), now.waits === name);
  };
  // wrong is what stands below a field that is.
  const wrong = (text) => {
    const words = document.createElement("span");
    words.textContent = text;
    return [byID("early-faults").content.querySelector(".icon").cloneNode(true), words];
  };
  const titleFault = () => {
    const word = say("form.mend") + " ";
    const title = document.title.startsWith(word) ? document.title.slice(word.length) : document.title;
    document.title = now.faults.length ? word + title : title;
  };
  const summary = () => {
    const box = byID(now.form + "-faults");
    if (!box) return;
    const [first, ...more] = now.faults;
    if (!first) {
      for (const name of ["class", "tabindex", "role", "aria-labelledby"]) box.removeAttribute(name);
      box.replaceChildren();
      return;
    }
    const model = byID("early-faults").content.firstElementChild.cloneNode(true);
    const [named, plain] = model.querySelectorAll("li");
    const list = named.parentNode;
    const line = (fault) => {
      const input = field(fault);
      const li = (input ? named : plain).cloneNode(true);
      const words = !input ? tell(fault) : more.length ? label(input) + ": " + tell(fault) : say("app.goToField", { field: label(input) });
      (li.firstElementChild || li).textContent = words;
      const link = li.firstElementChild;
      if (link) link.href = "#" + input.id;
      link?.addEventListener("click", (e) => {
        e.preventDefault();
        e.stopPropagation();
        input.focus();
      });
      return li;
    };
    const title = model.querySelector("strong");
    title.id = now.form + "-faults-title";
    title.textContent = more.length ? say("app.faults", { n: now.faults.length }) : tell(first);
    if (more.length || field(first)) list.replaceChildren(...now.faults.map(line));
    else list.remove();
    box.className = model.className;
    box.tabIndex = -1;
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", title.id);
    box.replaceChildren(...model.childNodes);
  };
  const work = (button, working) => {
    if (!button || button.hasAttribute("aria-busy") === working) return;
    const spin = document.createElement("span");
    spin.className = "spin";
    spin.ariaHidden = "true";
    if (working) {
      button.icon = button.querySelector(".icon");
      button.icon ? button.icon.replaceWith(spin) : button.prepend(spin);
      button.setAttribute("aria-busy", "true");
      button.setAttribute("aria-disabled", "true");
    } else {
      button.querySelector(".spin")?.replaceWith(...(button.icon ? [button.icon] : []));
      button.removeAttribute("aria-busy");
      button.removeAttribute("aria-disabled");
    }
  };

  // fail shows what is wrong and leads to the field if it is one, else to the summary, whose lines lead on.
  const fail = (faults) => {
    now.faults = faults;
    paint();
    ((faults.length === 1 && field(faults[0])) || byID(now.form + "-faults"))?.focus();
  };
  // turn makes something else of the page.
  const turn = (state, values = {}) => {
    now.state = state;
    now.faults = [];
    Object.assign(now.values, values);
    show();
    (inputs()[0] || byID("page-title"))?.focus();
  };
  // leadOn lets the app, which is on its way already, begin at an address; without one, the browser goes there.
  const leadOn = (address) => {
    if (hopeless) return location.assign(address);
    history.replaceState(null, "", address);
    now.own = false;
    now.form = "";
    delete root.dataset.elsewhere;
    ahead();
    show();
  };
  const speak = (language) => {
    try {
      localStorage.setItem("stellwerk.language", language);
    } catch {
      // the choice lasts as long as this page
    }
    root.lang = language;
  };
  const signedIn = (reply) => {
    if (reply.language) speak(reply.language);
    const next = query.get("next") || "";
    const goal = new URL(next || home, location.origin);
    leadOn(goal.origin === location.origin && now.form === "signin" ? goal.href : home); // links may say where to go on, but never elsewhere
  };

  // refusal reads why the server did not do it; app/client does the same.
  const kinds = { 401: "signedOut", 403: "forbidden", 404: "notFound", 409: "conflict", 422: "invalid", 429: "tooMany" };
  const refusal = async (answer) => {
    const problem = await answer.json().catch(() => ({}));
    if (problem.faults?.length) {
      problem.faults[0].text = problem.title;
      return problem.faults;
    }
    const status = String(answer.status);
    const id = answer.headers.get("{{.RequestHeader}}");
    const kind = kinds[status] || "unavailable";
    if (kind === "tooMany") return [{ kind, code: "connection.tooMany", values: { seconds: String(Math.max(1, parseInt(answer.headers.get("Retry-After")) || 1)) } }];
    return [{ kind, code: kinds[status] ? "connection.refused" : "connection.unavailable", values: { status, id } }];
  };
  // whole waits for all of an answer, so that whoever acts on it need not wait again.
  const whole = async (answer, id) => {
    const body = await answer.arrayBuffer();
    return new Response(body.byteLength ? body : null, { status: answer.status, headers: { "Retry-After": answer.headers.get("Retry-After") || "", "{{.RequestHeader}}": id } });
  };
  const send = (address, body) => {
    const id = Array.from(crypto.getRandomValues(new Uint8Array(6)), (b) => b.toString(16).padStart(2, "0")).join("");
    const options = { headers: { Accept: "application/json", "Accept-Language": root.lang, "{{.ShapeHeader}}": "{{.Shape}}", "{{.RequestHeader}}": id }, credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(patience) };
    if (body) {
      Object.assign(options, { method: "POST", body: JSON.stringify(body) });
      options.headers["Content-Type"] = "application/json";
    }
    underWay[address] = fetch(address, options).then((answer) => whole(answer, id));
    return underWay[address].then((a) => a.clone(), () => null);
  };
  const ask = async (name, address, body, done, refused = fail) => {
    now.waits = name;
    now.faults = [];
    paint();
    const answer = await send(address, body);
    const faults = !answer ? [{ kind: "needsConnection", code: "connection.none" }] : answer.ok ? null : await refusal(answer);
    const reply = answer?.ok ? await answer.json().catch(() => ({})) : null;
    if (!acting) return; // the app has taken the answer over
    delete underWay[address];
    now.waits = "";
    paint();
    if (faults) refused(faults);
    else done(reply);
  };

  // ahead asks what the app is going to ask first: who is signed in, and the beginning of the organisation that was in view the last time.
  const ahead = async () => {
    const answer = await send(to.session);
    const session = answer?.status === 200 ? await answer.json().catch(() => null) : null;
    const all = session?.memberships || [];
    let last = "";
    let kept = "";
    try {
      last = localStorage.getItem("stellwerk.tenant");
      kept = localStorage.getItem("stellwerk.kept"); // what lies on this device is not fetched again
    } catch {
      // storage is forbidden: the first one, then
    }
    const here = all.find((m) => m.tenant === last) || all[0];
    if (here && acting && kept !== session.account + "/" + here.tenant) send(to.snapshot.replace("{tenant}", here.tenant));
  };

  // What the forms do.
  const missing = (name) => ({ kind: "invalid", code: name === "email" ? "email.missing" : "text.missing", field: name });
  const deadLink = (code) => [{ kind: "notFound", code }];
  const deeds = {
    signup: (v) =>
      ask("signup", to.signUp, { ...v, language: root.lang }, () => {
        history.pushState(null, "", "/check-mail");
        now.form = "checkmail";
        turn("checkmail", { email: v.email });
      }),
    signin: (v) => ask("signin", to.signIn, v, signedIn),
    forgotten: (v) => ask("forgotten", to.forgot, v, () => turn("sent", { email: v.email })),
    reset: (v) => (token ? ask("reset", to.reset, { token, ...v }, () => turn("done")) : fail(deadLink("reset.link"))),
    confirm: (v) => {
      const refused = (faults) => {
        if (now.state === "password") return fail(faults);
        if (faults[0].code === "confirm.passwordNeeded") return turn("password");
        now.faults = faults;
        now.state = "failed";
        show();
        byID("page-title")?.focus();
      };
      if (!token) return refused(deadLink("confirm.link"));
      ask("confirm", to.confirm, { token, ...v }, signedIn, refused);
    },
  };
  const resend = () => {
    byID("checkmail-note").textContent = "";
    now.values.resent = "";
    ask("resend", to.signUpResend, {}, () => {
      byID("checkmail-note").textContent = say("auth.checkMail.resent");
      now.values.resent = "yes";
    });
  };
  const presses = {
    "signin-demo": () => ask("demo", to.demo, {}, signedIn),
    "checkmail-resend": resend,
    "confirm-again": () => {
      now.state = "";
      now.faults = [];
      show();
      deeds.confirm({});
    },
  };

  // What people do.
  const before = {
    input: (e) => {
      const wrong = now.faults.filter((f) => field(f) !== e.target);
      if (wrong.length === now.faults.length) return;
      now.faults = wrong;
      paint();
    },
    submit: (e) => {
      e.preventDefault();
      if (now.waits || !deeds[now.form]) return;
      for (const shown of page().querySelectorAll(".secret-show[aria-pressed=true]")) reveal(shown, false);
      const values = Object.fromEntries(inputs().map((i) => [i.id.slice(now.form.length + 1), i.value]));
      const empty = Object.keys(values).filter((name) => !values[name]).map(missing);
      // Of a longer form the server says all that is wrong at once.
      if (empty.length && now.form !== "signup") fail(empty);
      else deeds[now.form](values);
    },
    click: (e) => {
      const press = presses[e.target.closest("button")?.id];
      if (press && !now.waits) press();
      const language = e.target.closest("[data-set-language]")?.dataset.setLanguage;
      if (!language || language === root.lang) return;
      speak(language);
      show();
    },
  };
  const leave = () => location.reload(); // back from a state that had an address of its own
  for (const [event, act] of Object.entries(before)) document.addEventListener(event, act);
  addEventListener("popstate", leave);

  // The eye beside passwords works for the app as well.
  const reveal = (eye, on) => {
    if (!eye) return;
    eye.setAttribute("aria-pressed", String(on));
    eye.previousElementSibling.type = on ? "text" : "password";
  };
  document.addEventListener("click", (e) => {
    const eye = e.target.closest?.(".secret-show");
    if (eye) reveal(eye, eye.getAttribute("aria-pressed") !== "true");
  });

  window.stellwerkForms = {
    // take is called by the app in the turn in which it puts its page in the place of this one.
    take: () => {
      const kept = place();
      acting = false;
      for (const [event, act] of Object.entries(before)) document.removeEventListener(event, act);
      removeEventListener("popstate", leave);
      window.stellwerkAnswers = underWay;
      queueMicrotask(() => back(kept));
      return { form: now.form, state: now.state, waits: now.waits, typed: kept.typed, values: now.values, faults: JSON.stringify(now.faults) };
    },
    // alone is called when there will be no app. It says whether this page does without.
    alone: () => {
      hopeless = true;
      if (byID("early-de") && root.dataset.at === location.pathname && root.dataset.elsewhere !== undefined) {
        delete root.dataset.elsewhere;
        now.own = true;
        show();
      }
      return now.own;
    },
  };

  // Begin.
  if (!now.own || root.lang !== page().lang) show();
  else here();
  if (!now.own) ahead();
  if (now.own && now.form === "confirm") deeds.confirm({});
  if (now.own && now.form === "checkmail") ask("checkmail", to.signUpState, null, ({ email }) => {
    now.values.email = email;
    now.state = "known";
    show();
  });
})();
