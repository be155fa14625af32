package dynamo_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"

	"stellwerk/infra/local/dynamo"
)

// The test binary runs itself as a child process where a test needs a process of its own: to kill it, or to weigh it.
// The environment says what the child is to do and on which file.
const (
	childRole = "DYNAMO_TEST_CHILD"
	childFile = "DYNAMO_TEST_FILE"
)

func TestMain(m *testing.M) {
	switch os.Getenv(childRole) {
	case "serve":
		exitWith(serveFile(os.Getenv(childFile)))
	case "weigh":
		exitWith(weigh(os.Getenv(childFile)))
	}
	os.Exit(m.Run())
}

func exitWith(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// serveFile answers on a port of its own choice, which it prints, until it is killed.
func serveFile(path string) error {
	e, err := dynamo.Open(path)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", listener.Addr())
	return http.Serve(listener, e)
}

// child starts this binary in a role and returns it with the first line that it prints.
func child(t testing.TB, role, path string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childRole+"="+role, childFile+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = cmd.Process.Kill()
		t.Fatalf("the child process said nothing: %v", err)
	}
	return cmd, line[:len(line)-1]
}
