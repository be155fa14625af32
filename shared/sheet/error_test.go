package sheet

import (
	"reflect"
	"testing"

	"stellwerk/shared/fault"
)

func TestErrorIsAFault(t *testing.T) {
	for _, c := range []struct {
		err  Error
		want fault.Values
	}{
		{Error{Code: IsExcel}, fault.Values{}},
		{Error{Code: TooLarge, Limit: MaxBytes}, fault.Values{"limit": "20"}},
		{Error{Code: CellTooLong, Row: 3, Line: 4, Column: 28, Limit: MaxCell}, fault.Values{"row": "3", "line": "4", "column": "AB", "limit": "32"}},
		{Error{Code: NotInEncoding, Row: 2, Column: 1, Chars: "Łł"}, fault.Values{"row": "2", "column": "A", "characters": "Łł"}},
	} {
		f := fault.First(&c.err)
		if f == nil || f.Kind != fault.Invalid || f.Code != c.err.Code || f.Row != c.err.Row || !reflect.DeepEqual(f.Values, c.want) {
			t.Errorf("%v as a fault is %+v, want its code and row with the values %v", &c.err, f, c.want)
		}
	}
}
