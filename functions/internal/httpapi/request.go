package httpapi

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"stellwerk/functions/internal/table"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// request is what the edge knows of a request before any handler does.
type request struct {
	id       string // route.RequestHeader
	language org.Language
	log      *slog.Logger
	who      *who
	cost     *table.Cost
}

// who is found out while a request is answered: ids only, for the log.
type who struct {
	account org.AccountID
	tenant  org.TenantID
}

type requestKey struct{}

func withRequest(r *http.Request, log *slog.Logger) *http.Request {
	ctx, cost := table.Metered(r.Context())
	about := request{id: numberOf(r), language: languageOf(r.Header.Get("Accept-Language")), log: log, who: &who{}, cost: cost}
	return r.WithContext(context.WithValue(table.ForRequest(ctx, about.id), requestKey{}, about))
}

// numberOf is the number that the client gave the request, else a new one.
func numberOf(r *http.Request) string {
	if id := r.Header.Get(route.RequestHeader); route.ValidRequestID(id) {
		return id
	}
	var chance [6]byte
	_, _ = rand.Read(chance[:]) // never fails
	return hex.EncodeToString(chance[:])
}

// requestOf finds what is known of the request; outside of one, in a generated document, it is English and nothing.
func requestOf(ctx context.Context) request {
	if about, ok := ctx.Value(requestKey{}).(request); ok {
		return about
	}
	return request{language: org.English, log: slog.Default(), who: &who{}, cost: &table.Cost{}}
}

// deviceOf is on what the request was made, as far as it says so.
func deviceOf(r *http.Request) org.Device {
	h := r.Header
	return org.BrowserWords{
		Agent: h.Get("User-Agent"), Brands: h.Get("Sec-CH-UA"), Platform: h.Get("Sec-CH-UA-Platform"), Mobile: h.Get("Sec-CH-UA-Mobile"),
	}.Device()
}

// languageOf picks German or English by an Accept-Language header: what is weighted highest, the first of equals, English
// if neither is wanted.
func languageOf(header string) org.Language {
	best, weight := org.English, 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(part, ";")
		primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		lang, err := org.ParseLanguage("", primary)
		if err != nil {
			continue
		}
		q := 1.0
		if value, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			if q, err = strconv.ParseFloat(value, 64); err != nil {
				continue
			}
		}
		if q > weight {
			best, weight = lang, q
		}
	}
	return best
}
