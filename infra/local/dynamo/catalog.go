package dynamo

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stellwerk/infra/local/dynamo/store"
)

// format is the version of the file's layout. A file with another one is refused rather than misread.
const format = "1"

var formatKey = []byte("format")

// load reads the tables into memory and prepares a new file.
func (e *Engine) load() error {
	tables := map[string]*table{}
	err := e.store.Alone(func(tx *store.Tx) error {
		clear(tables)
		meta, fresh := tx.Bucket(metaBucket)
		if !fresh {
			return prepare(tx)
		}
		if found := string(meta.Get(formatKey)); found != format {
			return fmt.Errorf("the file has format %q, this program reads %q: use the program that wrote it", found, format)
		}
		b, _ := tx.Bucket(tablesBucket)
		return b.Walk(store.Range{}, false, func(_, value []byte) (bool, error) {
			t := new(table)
			if err := json.Unmarshal(value, t); err != nil {
				return false, fmt.Errorf("read the list of tables: %w", err)
			}
			tables[t.Name] = t
			return true, nil
		})
	})
	e.tables.Store(&tables)
	return err
}

func prepare(tx *store.Tx) error {
	for _, name := range [][]byte{metaBucket, tablesBucket, streamsBucket, countsBucket} {
		if _, err := tx.Make(name); err != nil {
			return err
		}
	}
	meta, _ := tx.Bucket(metaBucket)
	return meta.Put(formatKey, []byte(format))
}

// table finds a table by its name or ARN.
func (e *Engine) table(name string) (*table, error) {
	if t, ok := (*e.tables.Load())[plainName(name)]; ok {
		return t, nil
	}
	return nil, errNoTable
}

// plainName takes the table's name out of an ARN; other text stays as it is.
func plainName(name string) string {
	if strings.HasPrefix(name, "arn:") {
		_, name, _ = strings.Cut(name, ":table/")
		name, _, _ = strings.Cut(name, "/")
	}
	return name
}

// tableNames are in order.
func (e *Engine) tableNames() []string {
	return slices.Sorted(maps.Keys(*e.tables.Load()))
}

// save stores t and shows it to others when that is committed. Call it in Alone only.
func (e *Engine) save(tx *store.Tx, t *table) error {
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	b, _ := tx.Bucket(tablesBucket)
	if err := b.Put([]byte(t.Name), text); err != nil {
		return err
	}
	tx.OnCommit(func() {
		next := maps.Clone(*e.tables.Load())
		next[t.Name] = t
		e.tables.Store(&next)
	})
	return nil
}

// forget removes the definition of a table. Call it in Alone only.
func (e *Engine) forget(tx *store.Tx, name string) error {
	b, _ := tx.Bucket(tablesBucket)
	if err := b.Delete([]byte(name)); err != nil {
		return err
	}
	tx.OnCommit(func() {
		next := maps.Clone(*e.tables.Load())
		delete(next, name)
		e.tables.Store(&next)
	})
	return nil
}

// newID is a number that no table, index or stream of this file had before.
func newID(tx *store.Tx) (uint64, error) {
	b, _ := tx.Bucket(metaBucket)
	return b.Next()
}
