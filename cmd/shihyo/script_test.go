package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected outputs of golden tests")

// TestMain lets scripts run the real command: testscript starts this binary
// again under the command's name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"shihyo": func() { os.Exit(Do(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScript runs the stories in testdata/script: each is a small session of
// somebody at a terminal. $SEED holds the seed documents, $DATA further small
// files.
func TestScript(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join(root, "testdata", "script"),
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SEED", filepath.Join(root, "testdata", "seed"))
			env.Setenv("DATA", filepath.Join(root, "testdata"))
			env.Setenv("LANG", "en_US.UTF-8")
			return nil
		},
	})
}
