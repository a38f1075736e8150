// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Whip-pion is a WHIP server for one publisher at a time: takes the token "good", counts what comes, asks for a key frame
// each second, and says at /report what it got.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/pion/ice/v2"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc"
)

// report is what a test looks at.
type report struct {
	Offers      int    `json:"offers"`
	Refused     int    `json:"refused"`
	Deleted     int    `json:"deleted"`
	State       string `json:"state"`
	PayloadType int    `json:"payloadType"`
	Codec       string `json:"codec"`
	Packets     int    `json:"packets"`
	Lost        int    `json:"lost"`
	Frames      int    `json:"frames"`
	KeyFrames   int    `json:"keyFrames"`
	Asked       int    `json:"asked"`
	FirstIsKey  bool   `json:"firstIsKey"`
}

type server struct {
	mutex      sync.Mutex
	found      report
	connection *webrtc.PeerConnection
}

func main() {
	address := flag.String("listen", "127.0.0.1:0", "where to listen")
	flag.Parse()
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, &server{}))
}

func (s *server) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	switch {
	case request.Method == http.MethodGet:
		_ = json.NewEncoder(answer).Encode(s.found)
	case request.Header.Get("Authorization") != "Bearer good":
		s.found.Refused++
		http.Error(answer, "the token is not good", http.StatusUnauthorized)
	case request.Method == http.MethodPost:
		s.post(answer, request)
	case request.Method == http.MethodDelete && s.connection != nil:
		s.found.Deleted++
		_ = s.connection.Close()
		s.connection = nil
	default:
		http.Error(answer, "not here", http.StatusMethodNotAllowed)
	}
}

func (s *server) post(answer http.ResponseWriter, request *http.Request) {
	offer, err := io.ReadAll(request.Body)
	if err == nil {
		s.found = report{Offers: s.found.Offers + 1, Refused: s.found.Refused, Deleted: s.found.Deleted}
		s.connection, err = s.accept(string(offer))
	}
	if err != nil {
		http.Error(answer, err.Error(), http.StatusBadRequest)
		return
	}
	answer.Header().Set("Content-Type", "application/sdp")
	answer.Header().Set("Location", "session")
	answer.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(answer, s.connection.LocalDescription().SDP)
}

// accept answers an offer with all candidates.
func (s *server) accept(offer string) (*webrtc.PeerConnection, error) {
	settings := webrtc.SettingEngine{}
	settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	media := &webrtc.MediaEngine{}
	if err := media.RegisterDefaultCodecs(); err != nil {
		return nil, err
	}
	connection, err := webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithSettingEngine(settings)).
		NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, err
	}
	connection.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.found.State = state.String()
	})
	connection.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		go s.askForKeyFrames(connection, uint32(track.SSRC()))
		s.count(track)
	})
	if err := connection.SetRemoteDescription(
		webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return nil, err
	}
	answer, err := connection.CreateAnswer(nil)
	if err != nil {
		return nil, err
	}
	gathered := webrtc.GatheringCompletePromise(connection)
	if err := connection.SetLocalDescription(answer); err != nil {
		return nil, err
	}
	<-gathered
	if !strings.Contains(connection.LocalDescription().SDP, "a=candidate:") {
		return nil, fmt.Errorf("there are no candidates here")
	}
	return connection, nil
}

// askForKeyFrames sends a PLI each second until the connection is closed.
func (s *server) askForKeyFrames(connection *webrtc.PeerConnection, source uint32) {
	for range time.Tick(time.Second) {
		if connection.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: source}}) != nil ||
			connection.ConnectionState() == webrtc.PeerConnectionStateClosed {
			return
		}
		s.mutex.Lock()
		s.found.Asked++
		s.mutex.Unlock()
	}
}

// count reads packets until there are no more.
func (s *server) count(track *webrtc.TrackRemote) {
	var last *rtp.Packet
	key, first := false, true
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		s.mutex.Lock()
		s.found.PayloadType = int(track.PayloadType())
		s.found.Codec = track.Codec().MimeType
		s.found.Packets++
		if last != nil {
			s.found.Lost += int(packet.SequenceNumber-last.SequenceNumber) - 1
		}
		last = packet
		key = key || beginsKeyFrame(packet.Payload)
		if packet.Marker {
			if first {
				s.found.FirstIsKey = key
			}
			if key {
				s.found.KeyFrames++
			}
			first, key = false, false
			s.found.Frames++
		}
		s.mutex.Unlock()
	}
}

// beginsKeyFrame tells the first packet of an IDR slice, whole or in fragments (RFC 6184).
func beginsKeyFrame(payload []byte) bool {
	const idr, fragmented, start = 5, 28, 0x80
	if len(payload) < 2 {
		return false
	}
	kind := payload[0] & 0x1f
	return kind == idr || (kind == fragmented && payload[1]&0x1f == idr && payload[1]&start != 0)
}
