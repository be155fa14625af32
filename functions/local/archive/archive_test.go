package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"stellwerk/infra/local/awsinproc"
	"stellwerk/infra/local/dynamo"
	"stellwerk/infra/local/files"
	"stellwerk/infra/local/template"
)

// place is an installation without data.
func place(t *testing.T) Place {
	t.Helper()
	engine, err := dynamo.Open("", dynamo.WithoutSync())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	store, err := files.Open(t.TempDir(), []template.Bucket{{ID: "Files", Name: "files"}}, files.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := awsinproc.Config("eu-central-1", aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, awsinproc.Services{DynamoDB: engine, S3: store})
	if err != nil {
		t.Fatal(err)
	}
	p := Place{Items: dynamodb.NewFromConfig(cfg), Table: "table", Files: s3.NewFromConfig(cfg), Bucket: "files"}
	_, err = p.Items.CreateTable(t.Context(), &dynamodb.CreateTableInput{
		TableName: &p.Table, BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{{AttributeName: aws.String("PK"), AttributeType: "S"}, {AttributeName: aws.String("SK"), AttributeType: "S"}},
		KeySchema:            []types.KeySchemaElement{{AttributeName: aws.String("PK"), KeyType: "HASH"}, {AttributeName: aws.String("SK"), KeyType: "RANGE"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func s(v string) types.AttributeValue { return &types.AttributeValueMemberS{Value: v} }

// furnish puts an item with every type of value into a place, more small ones than a batch has, and two files.
func furnish(t *testing.T, p Place) {
	t.Helper()
	everything := map[string]types.AttributeValue{
		"PK": s("A"), "SK": s("everything"), "text": s("Zoë <b>&\n\u2028 \"x\""), "empty": s(""),
		"number": &types.AttributeValueMemberN{Value: "12345678901234567890123456789012345678"}, "small": &types.AttributeValueMemberN{Value: "-1E-130"},
		"bytes": &types.AttributeValueMemberB{Value: []byte{0, 255, 10}}, "yes": &types.AttributeValueMemberBOOL{Value: true}, "nothing": &types.AttributeValueMemberNULL{Value: true},
		"texts": &types.AttributeValueMemberSS{Value: []string{"b", "a"}}, "numbers": &types.AttributeValueMemberNS{Value: []string{"2", "10"}},
		"many": &types.AttributeValueMemberBS{Value: [][]byte{{2}, {1}}},
		"list": &types.AttributeValueMemberL{Value: []types.AttributeValue{s("x"), &types.AttributeValueMemberM{Value: map[string]types.AttributeValue{"in": s("y")}}}},
	}
	put := func(item map[string]types.AttributeValue) {
		if _, err := p.Items.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &p.Table, Item: item}); err != nil {
			t.Fatal(err)
		}
	}
	put(everything)
	for i := range 60 {
		put(map[string]types.AttributeValue{"PK": s("T#" + strings.Repeat("z", i)), "SK": s("HEAD")})
	}
	for key, content := range map[string]string{"imports/T/J/part-0000": "Vorname;Nachname", "imports/T/J/leer": ""} {
		if _, err := p.Files.PutObject(t.Context(), &s3.PutObjectInput{Bucket: &p.Bucket, Key: &key, Body: strings.NewReader(content)}); err != nil {
			t.Fatal(err)
		}
	}
}

// bytesOf reads all files below a directory.
func bytesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		name, _ := filepath.Rel(dir, file) // it is below
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func written(t *testing.T, p Place) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "archive")
	items, n, err := Write(t.Context(), p, dir)
	if err != nil || items != 61 || n != 2 {
		t.Fatalf("wrote %d items and %d files: %v", items, n, err)
	}
	return dir
}

// isTrace is of what these tests take for one.
func isTrace(item Item) bool { return keyPart(item["PK"]) == "TRACE" }

func TestThereAndBackIsTheSame(t *testing.T) {
	first := place(t)
	furnish(t, first)
	dir := written(t, first)
	second := place(t)
	for i := range 30 { // they go
		item := Item{"PK": s("TRACE"), "SK": s(strings.Repeat("x", i+1))}
		if _, err := second.Items.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &second.Table, Item: item}); err != nil {
			t.Fatal(err)
		}
	}
	if items, n, err := Read(t.Context(), dir, second, nil, isTrace); err != nil || items != 61 || n != 2 {
		t.Fatalf("read %d items and %d files: %v", items, n, err)
	}
	if a, b := bytesOf(t, dir), bytesOf(t, written(t, second)); !reflect.DeepEqual(a, b) {
		t.Error("what was read and written again differs")
	}
	if _, _, err := Read(t.Context(), dir, second, nil, isTrace); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("it was read over what is there: %v", err)
	}
	if _, _, err := Write(t.Context(), first, dir); err == nil {
		t.Error("an archive was written over another")
	}
}

// TestWhatWasTouchedIsNotRead: nothing at all is written then.
func TestWhatWasTouchedIsNotRead(t *testing.T) {
	first := place(t)
	furnish(t, first)
	for story, spoil := range map[string]func(dir string) error{
		"a changed data file": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "data/000000.json.gz"), []byte("x"), 0o600)
		},
		"a missing file":     func(dir string) error { return os.Remove(filepath.Join(dir, "files/imports/T/J/part-0000")) },
		"no manifest":        func(dir string) error { return os.Remove(filepath.Join(dir, "manifest.json")) },
		"another format":     replace(`"stellwerk-1"`, `"stellwerk-9"`),
		"a name that climbs": replace(`"files/imports/T/J/leer"`, `"files/../../leer"`),
		"a name elsewhere":   replace(`"data/000000.json.gz"`, `"files/000000.json.gz"`),
	} {
		dir := written(t, first)
		if err := spoil(dir); err != nil {
			t.Fatal(err)
		}
		to := place(t)
		if _, _, err := Read(t.Context(), dir, to, nil, isTrace); err == nil {
			t.Errorf("%s: it was read", story)
		}
		if out, err := to.Items.Scan(t.Context(), &dynamodb.ScanInput{TableName: &to.Table}); err != nil || out.Count != 0 {
			t.Errorf("%s: %d items were written", story, out.Count)
		}
	}
}

func replace(from, to string) func(dir string) error {
	return func(dir string) error {
		name := filepath.Join(dir, "manifest.json")
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(name, []byte(strings.Replace(string(data), from, to, 1)), 0o600)
	}
}

func TestItemsMayBeChangedOnTheirWay(t *testing.T) {
	first := place(t)
	furnish(t, first)
	to := place(t)
	items, _, err := Read(t.Context(), written(t, first), to, func(item map[string]types.AttributeValue) map[string]types.AttributeValue {
		if keyPart(item["PK"]) == "A" {
			return nil
		}
		item["new"] = s("x")
		return item
	}, isTrace)
	if err != nil || items != 60 {
		t.Fatalf("read %d items: %v", items, err)
	}
	out, err := to.Items.Scan(t.Context(), &dynamodb.ScanInput{TableName: &to.Table})
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range out.Items {
		if keyPart(item["new"]) != "x" {
			t.Errorf("%v was not changed", item)
		}
	}
}

func TestLinesThatAreNoItems(t *testing.T) {
	for _, text := range []string{``, `{}`, `{"Item":{}}`, `{"Item":{"a":{}}}`, `{"Item":{"a":{"S":"x","N":"1"}}}`, `{"Item":{"a":{"X":"x"}}}`, `{"Item":{"a":{"S":1}}}`, `{"Item":{"a":{"L":[{"M":{"b":{"Q":1}}}]}}}`} {
		if item, err := decode([]byte(text)); err == nil {
			t.Errorf("%s is taken for %v", text, item)
		}
	}
}

func TestTheManifestNamesTheHashes(t *testing.T) {
	p := place(t)
	furnish(t, p)
	all := bytesOf(t, written(t, p))
	for name, content := range all {
		sum := sha256.Sum256([]byte(content))
		if name != "manifest.json" && !strings.Contains(all["manifest.json"], hex.EncodeToString(sum[:])) {
			t.Errorf("the hash of %s is not in the manifest", name)
		}
	}
}
