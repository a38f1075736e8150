// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later

package main

import (
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/pion/webrtc"
)

const joinLimit = 20 * time.Second

// message is everything of Vitrine's signalling that is used here.
type message struct {
	Type      string  `json:"type"`
	SDP       string  `json:"sdp,omitempty"`
	Candidate *string `json:"candidate,omitempty"`
	Line      *uint16 `json:"sdpMLineIndex,omitempty"`
}

// voice writes messages from whichever goroutine has one; the WebSocket wants one at a time.
type voice struct {
	mutex  sync.Mutex
	socket *websocket.Conn
}

func (v *voice) say(what message) error {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return v.socket.WriteJSON(what)
}

// serve is a viewer's whole life; it ends with the WebSocket.
func serve(socket *websocket.Conn, api *webrtc.API, track *webrtc.TrackLocalStaticRTP) error {
	defer socket.Close()
	connection, err := api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return err
	}
	defer connection.Close()
	transceiver, err := connection.AddTransceiverFromTrack(track,
		webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	if err != nil {
		return err
	}
	go drain(transceiver.Sender())

	out := &voice{socket: socket}
	connection.OnICECandidate(func(candidate *webrtc.ICECandidate) {
		if candidate == nil {
			return
		}
		found := candidate.ToJSON()
		_ = out.say(message{Type: "candidate", Candidate: &found.Candidate, Line: found.SDPMLineIndex})
	})
	connection.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state == webrtc.PeerConnectionStateFailed {
			socket.Close() // ends the loop below
		}
	})

	// The offer goes out before gathering begins, which SetLocalDescription starts.
	offer, err := connection.CreateOffer(nil)
	if err != nil {
		return err
	}
	if err := out.say(message{Type: "offer", SDP: offer.SDP}); err != nil {
		return err
	}
	if err := connection.SetLocalDescription(offer); err != nil {
		return err
	}
	return listen(socket, connection)
}

// listen acts on what the viewer says until it leaves.
func listen(socket *websocket.Conn, connection *webrtc.PeerConnection) error {
	var early []webrtc.ICECandidateInit // those before the answer
	// Who never answers must not stay for ever.
	_ = socket.SetReadDeadline(time.Now().Add(joinLimit))
	for {
		var heard message
		if err := socket.ReadJSON(&heard); err != nil {
			return nil // gone, in whichever way
		}
		switch heard.Type {
		case "answer":
			_ = socket.SetReadDeadline(time.Time{})
			err := connection.SetRemoteDescription(
				webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: heard.SDP})
			if err != nil {
				return err
			}
			for _, candidate := range early {
				if err := connection.AddICECandidate(candidate); err != nil {
					return err
				}
			}
			early = nil
		case "candidate":
			if heard.Candidate == nil || *heard.Candidate == "" {
				continue
			}
			candidate := webrtc.ICECandidateInit{Candidate: *heard.Candidate, SDPMLineIndex: heard.Line}
			if connection.RemoteDescription() == nil {
				early = append(early, candidate)
			} else if err := connection.AddICECandidate(candidate); err != nil {
				return err
			}
		case "bye":
			return nil
		}
	}
}

// drain reads the viewer's reports, which pion processes only while somebody reads them.
func drain(sender *webrtc.RTPSender) {
	buffer := make([]byte, 1500)
	for {
		if _, _, err := sender.Read(buffer); err != nil {
			return
		}
	}
}
