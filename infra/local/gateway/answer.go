package gateway

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// write sends a function's answer. After an error nothing has been sent.
func write(w http.ResponseWriter, r *http.Request, answer json.RawMessage) error {
	if len(answer) > MaxPayload {
		return fmt.Errorf("answer of %d bytes is over Lambda's limit of %d; send it in pages or hand out a signed address", len(answer), MaxPayload)
	}
	response, err := parseAnswer(answer)
	if err != nil {
		return err
	}
	body := []byte(response.Body)
	if response.IsBase64Encoded {
		if body, err = base64.StdEncoding.DecodeString(response.Body); err != nil {
			return fmt.Errorf("answer says it is base64 and isn't: %w", err)
		}
	}
	h := w.Header()
	for name, value := range response.Headers {
		if !hopByHop[strings.ToLower(name)] {
			h.Set(name, value)
		}
	}
	for _, c := range response.Cookies {
		h.Add("Set-Cookie", c)
	}
	if h.Get("Content-Type") == "" && len(body) > 0 {
		h.Set("Content-Type", "text/plain;charset=UTF-8")
	}
	if allowsBody(response.StatusCode) && r.Method != http.MethodHead { // of HEAD it is what GET would have
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(response.StatusCode)
	if allowsBody(response.StatusCode) {
		_, _ = w.Write(body) // a client that has left is nobody's error
	}
	return nil
}

func allowsBody(status int) bool {
	return status != http.StatusNoContent && status != http.StatusNotModified && status >= 200
}

// parseAnswer reads format 2.0. A valid JSON answer without a status is a body with status 200, as the gateway infers.
func parseAnswer(answer json.RawMessage) (events.APIGatewayV2HTTPResponse, error) {
	var response events.APIGatewayV2HTTPResponse
	err := json.Unmarshal(answer, &response)
	if err != nil || response.StatusCode == 0 {
		var shape struct {
			StatusCode json.RawMessage `json:"statusCode"`
		}
		switch {
		case !json.Valid(answer):
			return response, errors.New("answer is not JSON")
		case json.Unmarshal(answer, &shape) == nil && shape.StatusCode != nil:
			return response, fmt.Errorf("answer has status %s but is not of format 2.0: %w", shape.StatusCode, err)
		}
		return events.APIGatewayV2HTTPResponse{
			StatusCode: http.StatusOK, Body: string(answer), Headers: map[string]string{"content-type": "application/json"},
		}, nil
	}
	if response.StatusCode < 200 || response.StatusCode > 599 {
		return response, fmt.Errorf("status %d can't be sent", response.StatusCode)
	}
	if len(response.MultiValueHeaders) > 0 {
		return response, errors.New("answer has multiValueHeaders, which format 2.0 ignores; join values with commas, put cookies into cookies")
	}
	return response, nil
}
