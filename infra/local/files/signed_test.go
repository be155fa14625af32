package files

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"stellwerk/infra/local/awsinproc"
)

func TestSignedAddresses(t *testing.T) {
	now := time.Now()
	s := open(t, t.TempDir(), Options{Now: func() time.Time { return now }})
	mux := http.NewServeMux()
	mux.Handle("/files/", s.Signed("/files", "eu-central-1", key))
	server := httptest.NewServer(mux)
	defer server.Close()
	cfg, err := awsinproc.Config("eu-central-1", key, awsinproc.Services{}, awsinproc.Place{Service: "S3", Address: server.URL + "/files", Client: s.Client("/files")})
	if err != nil {
		t.Fatal(err)
	}
	c := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	signer := s3.NewPresignClient(c, s3.WithPresignExpires(10*time.Minute))
	body := "<script>alert(1)</script>"
	upload, err := signer.PresignPutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(name), Key: aws.String("imports/ä b+c.csv"),
		ContentType: aws.String("text/html"), ContentLength: aws.Int64(int64(len(body)))})
	if err != nil {
		t.Fatal(err)
	}
	send := func(method, address, kind, content string) *http.Response {
		t.Helper()
		r, err := http.NewRequest(method, address, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", kind)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = response.Body.Close() })
		return response
	}
	if r := send("PUT", upload.URL, "text/html", body+"x"); r.StatusCode != 403 {
		t.Errorf("another length than was signed: %s", r.Status)
	}
	if r := send("PUT", upload.URL, "text/plain", body); r.StatusCode != 403 {
		t.Errorf("another type than was signed: %s", r.Status)
	}
	if r := send("PUT", upload.URL, "text/html", body); r.StatusCode != 200 {
		text, _ := io.ReadAll(r.Body)
		t.Fatalf("an upload as signed: %s %s", r.Status, text)
	}
	if got := get(t, c, "imports/ä b+c.csv"); string(got) != body {
		t.Errorf("uploaded was %q", got)
	}
	download, err := signer.PresignGetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(name), Key: aws.String("imports/ä b+c.csv"),
		ResponseContentDisposition: aws.String(`attachment; filename="x.csv"`)})
	if err != nil {
		t.Fatal(err)
	}
	r := send("GET", download.URL, "", "")
	text, _ := io.ReadAll(r.Body)
	if r.StatusCode != 200 || string(text) != body || r.Header.Get("Content-Disposition") != `attachment; filename="x.csv"` {
		t.Errorf("a download as signed: %s %q %v", r.Status, text, r.Header)
	}
	if r.Header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || r.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a page could run in the app's origin: %v", r.Header)
	}
	plain := server.URL + "/files/" + name + "/imports/%C3%A4%20b%2Bc.csv"
	for story, address := range map[string]string{
		"unsigned":        plain,
		"another key":     strings.Replace(download.URL, "imports", "exports", 1),
		"another life":    strings.Replace(download.URL, "X-Amz-Expires=600", "X-Amz-Expires=6000", 1),
		"another header":  strings.Replace(download.URL, "x.csv", "y.csv", 1),
		"the bucket":      server.URL + "/files/" + name,
		"an added detail": download.URL + "&response-content-type=text/html",
	} {
		if r := send("GET", address, "", ""); r.StatusCode != 403 {
			t.Errorf("%s: %s", story, r.Status)
		}
	}
	if r := send("DELETE", download.URL, "", ""); r.StatusCode == 204 || r.StatusCode == 200 {
		t.Errorf("a download's address deletes: %s", r.Status)
	}
	now = now.Add(11 * time.Minute)
	if r := send("GET", download.URL, "", ""); r.StatusCode != 403 {
		t.Errorf("an expired address: %s", r.Status)
	}
}
