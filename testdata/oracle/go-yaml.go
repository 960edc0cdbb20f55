// Makes go-yaml.tsv but for its first line: one JSON string a line in, the line with what go-yaml makes of it out.
// Run it in a module that requires sigs.k8s.io/yaml.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		var text string
		if err := json.Unmarshal(in.Bytes(), &text); err != nil {
			panic(err)
		}
		out, err := yaml.YAMLToJSON([]byte(text))
		result := strings.ReplaceAll(string(out), "\ufeff", `\ufeff`)
		if err != nil {
			_, words, _ := strings.Cut(err.Error(), "yaml: ")
			result = "refused " + words
		}
		fmt.Printf("%s\t%s\n", in.Text(), result)
	}
}
