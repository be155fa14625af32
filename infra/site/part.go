package main

import (
	"encoding/json"
	"os"
	"strconv"

	"stellwerk/app/pages"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// part is a script that is joined to another, with what it needs put in.
func part(file string) ([]byte, error) {
	switch file {
	case "web/js/push.js":
		return fill(file, "Push", route.Push, "Topics", route.Topics, "RequestHeader", route.RequestHeader)
	case "web/js/worker-notify.js":
		words := map[org.Language]map[string]string{}
		for _, l := range languages {
			words[l] = pages.Notices(l)
		}
		list, err := json.Marshal(words)
		if err != nil {
			return nil, err
		}
		return fill(file, "Words", string(list), "Push", route.Push)
	case "web/js/worker-outbox.js":
		return fill(file, "Commands", route.Commands, "Most", strconv.Itoa(route.MaxCommands), "ShapeHeader", route.ShapeHeader, "Shape", strconv.Itoa(route.Shape), "RequestHeader", route.RequestHeader)
	}
	return os.ReadFile(file)
}
