package httpapi

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"stellwerk/shared/exact"
	"stellwerk/shared/fault"
)

// body is a JSON body, decoded with exact keys. What is wrong with it is found by the one parser of each type, in shared:
// huma's own validation, which reads keys in another way, is off.
type body[T any] struct {
	Value T
	err   error
}

// Schema describes the body by its value's type.
func (b *body[T]) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[T](), true, "")
}

// Resolve tells huma what was wrong, as the fault that it is.
func (b *body[T]) Resolve(huma.Context) []error {
	if b.err == nil {
		return nil
	}
	var out []error
	for _, f := range fault.All(b.err) {
		out = append(out, f)
	}
	return out
}

func (b *body[T]) decode(data []byte) { b.err = exact.Unmarshal(data, &b.Value) }

// jsonFormat reads bodies exactly and writes answers as encoding/json does, without escaping for HTML that nobody embeds
// them in.
var jsonFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(v)
	},
	Unmarshal: func(data []byte, v any) error {
		if b, ok := v.(interface{ decode([]byte) }); ok {
			b.decode(data)
			return nil
		}
		return exact.Unmarshal(data, v)
	},
}

func writeJSON(w http.ResponseWriter, status int, contentType string, v any) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_ = jsonFormat.Marshal(w, v) // whoever asked may have gone
}

// needContentType refuses a body that does not say what it is: without it, a form on any page of the web could send JSON.
func needContentType(ctx huma.Context, next func(huma.Context)) {
	op := ctx.Operation()
	if op.RequestBody == nil {
		next(ctx)
		return
	}
	given, _, err := mime.ParseMediaType(ctx.Header("Content-Type"))
	for want := range op.RequestBody.Content {
		if err != nil || given != want {
			respond(ctx, Refuse(http.StatusUnsupportedMediaType, fault.Invalid, "request.contentType", "want", want))
			return
		}
	}
	next(ctx)
}
