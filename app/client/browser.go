package client

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/promise"
	"stellwerk/shared/route"
)

// patience is how long a request may take, in milliseconds. The gateway itself gives up after 30 s.
const patience = 40_000

// outdated is the status that tells the app that it is too old for the server: 426, Upgrade Required.
const outdated = 426

// Browser fetches through the browser: net/http would double the size of the app. It blocks its goroutine and never the page.
func Browser(language func() string) Fetch {
	return func(q Request) (Response, error) {
		w := app.Window()
		headers := map[string]any{"Accept": "application/json", "Accept-Language": language(), route.ShapeHeader: strconv.Itoa(route.Shape)}
		id := number(w)
		headers[route.RequestHeader] = id
		options := map[string]any{
			"method": q.Method, "headers": headers, "credentials": "same-origin", "cache": "no-store", "redirect": "error",
			"signal": w.Get("AbortSignal").Call("timeout", patience),
		}
		if q.Account != "" {
			headers[route.AccountHeader] = string(q.Account)
		}
		if q.Type != "" {
			headers["Content-Type"] = q.Type
			body := w.Get("Uint8Array").New(len(q.Body))
			app.CopyBytesToJS(body, q.Body)
			options["body"] = body
		}
		asked, already := earlier(w, q.Path)
		if !already {
			asked = w.Call("fetch", q.Path, options)
		}
		answer, err := promise.Await(asked)
		if err != nil {
			return Response{}, err
		}
		buffer, err := promise.Await(answer.Call("arrayBuffer"))
		if err != nil {
			return Response{}, err
		}
		bytes := w.Get("Uint8Array").New(buffer)
		out := Response{Status: answer.Get("status").Int(), ID: id, Body: make([]byte, bytes.Length())}
		app.CopyBytesToGo(out.Body, bytes)
		if said := header(answer, route.RequestHeader); said != "" {
			out.ID = said // of what was asked earlier
		}
		if after := header(answer, "Retry-After"); after != "" {
			out.RetryAfter, _ = strconv.Atoi(after)
		}
		out.Time, _ = time.Parse(route.TimeFormat, header(answer, route.TimeHeader)) // zero if there is none
		if out.Status == outdated {
			w.Call("dispatchEvent", w.Get("Event").New("stellwerk-outdated")) // web/js/update.js looks for a new version
		}
		return out, nil
	}
}

// number is a new one for a request.
func number(w app.Value) string {
	const digits = "0123456789abcdef"
	chance := w.Get("Uint8Array").New(6)
	w.Get("crypto").Call("getRandomValues", chance)
	var b [12]byte
	app.CopyBytesToGo(b[:6], chance)
	for i := 5; i >= 0; i-- {
		b[2*i], b[2*i+1] = digits[b[i]>>4], digits[b[i]&15]
	}
	return string(b[:])
}

func header(answer app.Value, name string) string {
	if v := answer.Get("headers").Call("get", name); v.Truthy() {
		return v.String()
	}
	return ""
}

// earlier is the answer to what web/js/forms.js has asked before the app was there, and nobody has acted on. It is taken once.
func earlier(w app.Value, path string) (app.Value, bool) {
	answers := w.Get("stellwerkAnswers")
	if !answers.Truthy() {
		return nil, false
	}
	promise := answers.Get(path)
	if !promise.Truthy() {
		return nil, false
	}
	answers.Delete(path)
	return promise, true
}
