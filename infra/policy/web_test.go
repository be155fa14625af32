package policy

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"stellwerk/app/pages"
	"stellwerk/functions/local/site"
)

var web = []promise{
	{"people and CloudFront come by https, files only through it, and the API is not cached", func(d document, broken func(string, ...any)) {
		c := at(d.properties("Cdn"), "DistributionConfig")
		files, api := at(c, "DefaultCacheBehavior"), at(c, "CacheBehaviors/0")
		if text(files, "ViewerProtocolPolicy") != "redirect-to-https" || text(api, "ViewerProtocolPolicy") != "https-only" {
			broken("pages or the API answer over plain HTTP")
		}
		if text(c, "ViewerCertificate/!If/1/MinimumProtocolVersion") != "TLSv1.2_2021" || text(c, "Origins/1/CustomOriginConfig/OriginProtocolPolicy") != "https-only" {
			broken("old encryption is good enough, or none")
		}
		if text(c, "Origins/0/OriginAccessControlId") != "!GetAtt WebAccess.Id" || text(d.properties("WebAccess"), "OriginAccessControlConfig/SigningBehavior") != "always" {
			broken("CloudFront does not say who it is")
		}
		for _, s := range list(d.properties("WebOnlyForCloudFront"), "PolicyDocument/Statement") {
			if text(s, "Effect") == "Allow" && !strings.HasSuffix(text(s, "Condition/StringEquals/aws:SourceArn"), "distribution/${Cdn}") {
				broken("distributions of others may read the files")
			}
		}
		if text(api, "PathPattern") != "/v1/*" || text(api, "CachePolicyId") != "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" || text(api, "OriginRequestPolicyId") != "b689b0a8-53d0-40ab-baf2-38738e2966ac" {
			broken("answers of the API are kept, or requests arrive in part")
		}
		if len(list(files, "AllowedMethods")) != 2 {
			broken("files are not only read")
		}
	}, [][2]string{
		{"ViewerProtocolPolicy: https-only", "ViewerProtocolPolicy: allow-all"}, {"TLSv1.2_2021", "TLSv1"}, {"SigningBehavior: always", "SigningBehavior: never"},
		{"distribution/${Cdn}", "distribution/*"}, {"4135ea2d", "658327ea"}, {"AllowedMethods: [GET, HEAD]\n", "AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]\n"},
	}},
	{"nobody gets past CloudFront, and the API learns who asks", func(d document, broken func(string, ...any)) {
		c := at(d.properties("Cdn"), "DistributionConfig")
		header := at(c, "Origins/1/OriginCustomHeaders/0")
		if text(header, "HeaderName") != "Stellwerk-Edge" || text(header, "HeaderValue/!If/1") != "!Ref EdgeKey" {
			broken("CloudFront shows the API no key")
		}
		for _, f := range d.of("AWS::Serverless::Function") {
			events, _ := at(d.properties(f), "Events").(map[string]any)
			for _, e := range events {
				if text(e, "Type") == "HttpApi" && text(d.properties(f), "Environment/Variables/EDGE_KEY") != "!Ref EdgeKey" {
					broken("%s does not know the key", f)
				}
			}
		}
		if text(c, "CacheBehaviors/0/FunctionAssociations/0/FunctionARN") != "!GetAtt WhoAsks.FunctionARN" {
			broken("the API counts by the address of CloudFront")
		}
	}, [][2]string{{"HeaderName: Stellwerk-Edge", "HeaderName: Other"}, {"EDGE_KEY: !Ref EdgeKey", "EDGE_KEY: none"}, {"!GetAtt WhoAsks.FunctionARN", "!GetAtt WebVary.FunctionARN"}}},
	{"pages are guarded", func(d document, broken func(string, ...any)) {
		if text(d.properties("Cdn"), "DistributionConfig/DefaultCacheBehavior/ResponseHeadersPolicyId") != "!Ref WebHeaders" {
			broken("pages have no headers")
		}
		p := at(d.properties("WebHeaders"), "ResponseHeadersPolicyConfig")
		policy := text(p, "SecurityHeadersConfig/ContentSecurityPolicy/ContentSecurityPolicy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "script-src 'self' 'wasm-unsafe-eval';", "style-src 'self';"} {
			if !strings.Contains(policy, want) {
				broken("the policy lacks %s", want)
			}
		}
		if strings.Contains(policy, "unsafe-inline") || strings.Contains(policy, "'unsafe-eval'") || strings.Contains(policy, "http") || strings.Contains(policy, "*") {
			broken("the policy allows too much: %s", policy)
		}
		if text(p, "SecurityHeadersConfig/StrictTransportSecurity/AccessControlMaxAgeSec") != "63072000" {
			broken("browsers may come by plain HTTP again within two years")
		}
		opener := false
		for _, h := range list(p, "CustomHeadersConfig/Items") {
			opener = opener || text(h, "Header") == "Cross-Origin-Opener-Policy" && text(h, "Value") == "same-origin"
		}
		if !opener {
			broken("pages of others may hold on to a window of ours")
		}
		every(p, func(v any) {
			if m, ok := v.(map[string]any); ok && m["Override"] == "false" {
				broken("a header of the files comes before ours")
			}
		})
	}, [][2]string{
		{"default-src 'none'", "default-src *"}, {"style-src 'self'", "style-src 'self' 'unsafe-inline'"}, {"63072000", "60"},
		{"Header: Cross-Origin-Opener-Policy", "Header: X-Other"}, {"ResponseHeadersPolicyId: !Ref WebHeaders", "ResponseHeadersPolicyId: other"},
		{"FrameOption: DENY, Override: true", "FrameOption: DENY, Override: false"},
	}},
	{"files say how long they are good for, and nothing else does", func(d document, broken func(string, ...any)) {
		p := at(d.properties("WebCache"), "CachePolicyConfig")
		if text(p, "MinTTL") != "0" || text(p, "DefaultTTL") != "0" {
			broken("pages and the worker are kept for a while whatever they say")
		}
		if text(p, "ParametersInCacheKeyAndForwardedToOrigin/CookiesConfig/CookieBehavior") != "none" {
			broken("cookies reach the files")
		}
	}, [][2]string{{"MinTTL: 0", "MinTTL: 1"}, {"DefaultTTL: 0", "DefaultTTL: 86400"}, {"CookieBehavior: none", "CookieBehavior: all"}}},
}

// function gives a function of CloudFront's as it is deployed.
func function(t *testing.T, name string) goja.Callable {
	t.Helper()
	vm := goja.New()
	if _, err := vm.RunString(text(parse(t, read(t)).properties(name), "FunctionCode")); err != nil {
		t.Fatal(err)
	}
	handler, ok := goja.AssertFunction(vm.Get("handler"))
	if !ok {
		t.Fatalf("%s has no handler", name)
	}
	return func(this goja.Value, args ...goja.Value) (goja.Value, error) {
		return handler(goja.Undefined(), vm.ToValue(args[0].Export()))
	}
}

func edge(t *testing.T, f goja.Callable, event map[string]any) map[string]any {
	t.Helper()
	out, err := f(nil, goja.New().ToValue(event))
	if err != nil {
		t.Fatal(err)
	}
	return out.Export().(map[string]any)
}

// TestAddressesMeanTheSameFilesAsOnOneMachine: what CloudFront's function makes of an address is what the local server opens.
func TestAddressesMeanTheSameFilesAsOnOneMachine(t *testing.T) {
	dir := t.TempDir()
	all := []string{"index.html", "app.html", "gallery.html", "app-worker.js", "manifest.webmanifest", "web/app.0123456789ab.wasm", "web/style.0123456789ab.css", "web/icons/icon.svg"}
	plain := []string{"web/icons/icon-192.png", "web/fonts/LICENSE.txt", "web/fonts/inter.0123456789ab.woff2"}
	for _, path := range pages.Constant() {
		if path != "/" {
			all = append(all, strings.TrimPrefix(path, "/")+".html")
		}
	}
	for _, name := range all {
		plain = append(plain, name, name+".br", name+".gz")
	}
	for _, name := range plain {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	local, err := site.New(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := function(t, "WebFiles")
	addresses := append(pages.Constant(), "/gallery", "/members", "/members/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/sign-up/x", "/app-worker.js", "/manifest.webmanifest",
		"/web/app.0123456789ab.wasm", "/web/style.0123456789ab.css", "/web/icons/icon.svg", "/web/icons/icon-192.png", "/web/fonts/LICENSE.txt", "/web/fonts/inter.0123456789ab.woff2", "/missing.js")
	for _, address := range addresses {
		for _, accepted := range []string{"", "br", "gzip", "gzip, deflate, br, zstd", "br;q=0, gzip;q=0.5", "br ; q=0", "BR", "identity"} {
			headers := map[string]any{}
			if accepted != "" {
				headers["accept-encoding"] = map[string]any{"value": accepted}
			}
			got := edge(t, f, map[string]any{"request": map[string]any{"uri": address, "querystring": map[string]any{"list-type": map[string]any{"value": "2"}}, "headers": headers}})
			r := httptest.NewRequest("GET", address, nil)
			r.Header.Set("Accept-Encoding", accepted)
			w := httptest.NewRecorder()
			local.ServeHTTP(w, r)
			want := "/" + w.Body.String()
			if w.Code == http.StatusNotFound {
				want = address // and S3 has it in no form
				got["uri"] = strings.TrimSuffix(strings.TrimSuffix(got["uri"].(string), ".br"), ".gz")
			}
			if got["uri"] != want {
				t.Errorf("%s with %q is %v, on one machine %s", address, accepted, got["uri"], want)
			}
			if n := len(got["querystring"].(map[string]any)); n != 0 {
				t.Errorf("%s: S3 is asked a question", address)
			}
		}
	}
}

func TestTheEdgeSaysWhoAsks(t *testing.T) {
	got := edge(t, function(t, "WhoAsks"), map[string]any{"viewer": map[string]any{"ip": "203.0.113.7"}, "request": map[string]any{
		"headers": map[string]any{"stellwerk-viewer": map[string]any{"value": "10.0.0.1"}},
	}})
	if at(got, "headers/stellwerk-viewer/value") != "203.0.113.7" {
		t.Errorf("the API is told %v", got)
	}
	got = edge(t, function(t, "WebVary"), map[string]any{"response": map[string]any{"headers": map[string]any{}}})
	if at(got, "headers/vary/value") != "Accept-Encoding" {
		t.Errorf("caches are told %v", got)
	}
}
