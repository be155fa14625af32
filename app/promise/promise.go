// Package promise waits for what JavaScript promises.
package promise

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Broken is a promise that was not kept. Name is the error's, such as AbortError or QuotaExceededError.
type Broken struct{ Name string }

func (b Broken) Error() string { return "promise: " + b.Name }

// Await waits for a promise. It blocks its goroutine and never the page. Error: Broken.
func Await(promise app.Value) (app.Value, error) {
	type settled struct {
		value app.Value
		err   error
	}
	done := make(chan settled, 1)
	kept := app.FuncOf(func(_ app.Value, args []app.Value) any {
		done <- settled{value: args[0]}
		return nil
	})
	broken := app.FuncOf(func(_ app.Value, args []app.Value) any {
		name := "Error"
		if n := args[0]; n.Truthy() && n.Get("name").Truthy() {
			name = n.Get("name").String()
		}
		done <- settled{err: Broken{name}}
		return nil
	})
	defer kept.Release()
	defer broken.Release()
	promise.Call("then", kept, broken)
	s := <-done
	return s.value, s.err
}
