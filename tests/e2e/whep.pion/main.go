// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Whep-pion watches a camera by WHEP, as a client that is no browser, and says what it got: offers audio and
// video, trickles its candidates, counts whole frames, and leaves with DELETE. With -relay it goes by the TURN
// servers alone that the endpoint names.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/pion/ice/v2"
	"github.com/pion/rtp"
	"github.com/pion/webrtc"
)

// report is what a test looks at.
type report struct {
	Created     int    `json:"created"`
	Patched     int    `json:"patched"`
	Deleted     int    `json:"deleted"`
	PayloadType int    `json:"payloadType"`
	Codec       string `json:"codec"`
	Stream      string `json:"stream"`
	Packets     int    `json:"packets"`
	Lost        int    `json:"lost"`
	Frames      int    `json:"frames"`
	FirstIsKey  bool   `json:"firstIsKey"`
	Local       string `json:"local"` // the selected pair, each "typ address"
	Remote      string `json:"remote"`
}

func main() {
	endpoint := flag.String("url", "", "the camera's WHEP endpoint")
	frames := flag.Int("frames", 45, "how many frames to wait for")
	network := flag.String("network", "udp4", "udp4 or udp6")
	relay := flag.Bool("relay", false, "use no address but those of TURN servers")
	limit := flag.Duration("limit", 20*time.Second, "how long to wait for them")
	flag.Parse()
	time.AfterFunc(*limit, func() { log.Fatal("not so many frames in time") })

	configuration := webrtc.Configuration{}
	if *relay {
		servers, err := iceServers(*endpoint)
		if err != nil {
			log.Fatal(err)
		}
		configuration.ICEServers, configuration.ICETransportPolicy = servers, webrtc.ICETransportPolicyRelay
	}
	found, err := watch(*endpoint, *frames, *network, configuration)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		log.Fatal(err)
	}
}

// offering makes a connection that wants audio and video, and its offer.
func offering(network string, configuration webrtc.Configuration) (*webrtc.PeerConnection, webrtc.SessionDescription, error) {
	none := webrtc.SessionDescription{}
	kind, err := webrtc.NewNetworkType(network)
	if err != nil {
		return nil, none, err
	}
	settings := webrtc.SettingEngine{}
	settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	settings.SetNetworkTypes([]webrtc.NetworkType{kind})
	media := &webrtc.MediaEngine{}
	if err := media.RegisterDefaultCodecs(); err != nil {
		return nil, none, err
	}
	connection, err := webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithSettingEngine(settings)).
		NewPeerConnection(configuration)
	if err != nil {
		return nil, none, err
	}
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		if _, err := connection.AddTransceiverFromKind(kind,
			webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
			return nil, none, err
		}
	}
	offer, err := connection.CreateOffer(nil)
	return connection, offer, err
}

// iceServers asks for the endpoint's, which come with the answer to an offer: too late for the connection that it is
// of, as pion takes servers at its beginning.
func iceServers(endpoint string) ([]webrtc.ICEServer, error) {
	connection, offer, err := offering("udp4", webrtc.Configuration{})
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	created, err := post(endpoint, offer.SDP, &report{})
	if err != nil {
		return nil, err
	}
	if _, _, err := send(http.MethodDelete, created.session, nil, ""); err != nil {
		return nil, err
	}
	var servers []webrtc.ICEServer
	link := regexp.MustCompile(`<(turns?:[^>]+)>; rel="ice-server"; username="([^"]+)"; credential="([^"]+)"`)
	for _, found := range link.FindAllStringSubmatch(created.links, -1) {
		servers = append(servers, webrtc.ICEServer{URLs: []string{found[1]}, Username: found[2], Credential: found[3]})
	}
	return servers, nil
}

func watch(endpoint string, frames int, network string, configuration webrtc.Configuration) (*report, error) {
	connection, offer, err := offering(network, configuration)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	found := &report{}
	done := make(chan error, 1)
	connection.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { done <- count(track, frames, found) })

	created, err := post(endpoint, offer.SDP, found)
	if err != nil {
		return nil, err
	}
	gathered := webrtc.GatheringCompletePromise(connection)
	if err := connection.SetLocalDescription(offer); err != nil {
		return nil, err
	}
	if err := connection.SetRemoteDescription(
		webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: created.answer}); err != nil {
		return nil, fmt.Errorf("the answer is not accepted: %w\n%s", err, created.answer)
	}
	<-gathered
	if err := trickle(created.session, created.tag, connection.LocalDescription().SDP, found); err != nil {
		return nil, err
	}
	if err := <-done; err != nil {
		return nil, err
	}
	pair, err := connection.SCTP().Transport().ICETransport().GetSelectedCandidatePair()
	if err != nil {
		return nil, err
	}
	found.Local = fmt.Sprint(pair.Local.Typ, " ", pair.Local.Address)
	found.Remote = fmt.Sprint(pair.Remote.Typ, " ", pair.Remote.Address)
	found.Deleted, _, err = send(http.MethodDelete, created.session, nil, "")
	return found, err
}

// send makes a request and gives its status and headers.
func send(method, where string, headers map[string]string, body string) (int, *http.Response, error) {
	request, err := http.NewRequest(method, where, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	response.Body = io.NopCloser(bytes.NewReader(text))
	return response.StatusCode, response, err
}

// creation is a session as the endpoint made it.
type creation struct {
	answer, session, tag, links string
}

// post makes the session.
func post(endpoint, offer string, found *report) (*creation, error) {
	status, response, err := send(http.MethodPost, endpoint, map[string]string{"Content-Type": "application/sdp"}, offer)
	if err != nil {
		return nil, err
	}
	text, _ := io.ReadAll(response.Body)
	if found.Created = status; status != http.StatusCreated {
		return nil, fmt.Errorf("%d: %s", status, text)
	}
	base, err := url.Parse(endpoint)
	if err != nil {
		return nil, err
	}
	where, err := base.Parse(response.Header.Get("Location"))
	if err != nil {
		return nil, err
	}
	return &creation{string(text), where.String(), response.Header.Get("ETag"),
		strings.Join(response.Header.Values("Link"), ", ")}, nil
}

// trickle tells the candidates that the offer did not have: those of the first m-line, which are everybody's.
func trickle(session, tag, description string, found *report) (err error) {
	var fragment strings.Builder
	fragment.WriteString("m=audio 9 RTP/AVP 0\r\na=mid:0\r\n")
	seen := map[string]bool{}
	for _, line := range strings.Split(description, "\r\n") {
		if strings.HasPrefix(line, "a=candidate:") && !seen[line] {
			seen[line] = true
			fragment.WriteString(line + "\r\n")
		}
	}
	fragment.WriteString("a=end-of-candidates\r\n")
	found.Patched, _, err = send(http.MethodPatch, session,
		map[string]string{"Content-Type": "application/trickle-ice-sdpfrag", "If-Match": tag}, fragment.String())
	return err
}

// count reads packets until so many frames have ended.
func count(track *webrtc.TrackRemote, frames int, found *report) error {
	found.PayloadType = int(track.PayloadType())
	found.Codec = track.Codec().MimeType
	found.Stream = track.StreamID()
	var last *rtp.Packet
	key, first := false, true
	for found.Frames < frames {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return err
		}
		found.Packets++
		if last != nil {
			found.Lost += int(packet.SequenceNumber-last.SequenceNumber) - 1
		}
		last = packet
		key = key || beginsKeyFrame(packet.Payload)
		if packet.Marker {
			if first {
				found.FirstIsKey = key
			}
			first = false
			found.Frames++
		}
	}
	return nil
}

// beginsKeyFrame tells an IDR slice, whole or in fragments (RFC 6184).
func beginsKeyFrame(payload []byte) bool {
	const idr, fragmented = 5, 28
	if len(payload) < 2 {
		return false
	}
	kind := payload[0] & 0x1f
	return kind == idr || (kind == fragmented && payload[1]&0x1f == idr)
}
