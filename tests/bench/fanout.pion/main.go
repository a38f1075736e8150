// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Fanout-pion is a peer to measure Vitrine against: the least program around pion that takes one H.264
// stream as RTP over UDP and gives it to any number of viewers, with Vitrine's signalling.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/gorilla/websocket"
	"github.com/pion/ice/v2"
	"github.com/pion/interceptor"
	"github.com/pion/webrtc"
)

// A key frame comes as one burst; the kernel's default buffer is not made for that.
const receiveBuffer = 4 << 20

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "where to listen for viewers")
	source := flag.String("rtp", "127.0.0.1:5004", "where the RTP comes in")
	address := flag.String("address", "", "the only local address to offer (all)")
	full := flag.Bool("interceptors", false, "answer NACKs and send sender reports, as pion does unless told otherwise")
	flag.Parse()

	track, err := webrtc.NewTrackLocalStaticRTP(
		webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeH264, ClockRate: 90000}, "video", "vitrine")
	if err != nil {
		log.Fatal(err)
	}
	api, err := newAPI(net.ParseIP(*address), *full)
	if err != nil {
		log.Fatal(err)
	}
	input, err := openInput(*source)
	if err != nil {
		log.Fatal(err)
	}
	go forward(input, track)

	// The server offers the subprotocol that Vitrine's viewers ask for; their origin is not its business.
	upgrader := websocket.Upgrader{
		Subprotocols: []string{"vitrine.v1"},
		CheckOrigin:  func(*http.Request) bool { return true },
	}
	http.HandleFunc("/cameras/test/ws", func(answer http.ResponseWriter, request *http.Request) {
		socket, err := upgrader.Upgrade(answer, request, nil)
		if err != nil {
			return // it has answered
		}
		if err := serve(socket, api, track); err != nil {
			log.Printf("viewer: %v", err)
		}
	})
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening on %s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}

// newAPI makes what peer connections come from: H.264 alone, host candidates over UDP and IPv4 alone.
func newAPI(only net.IP, full bool) (*webrtc.API, error) {
	media := &webrtc.MediaEngine{}
	err := media.RegisterCodec(webrtc.RTPCodecParameters{
		RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType:     webrtc.MimeTypeH264,
			ClockRate:    90000,
			SDPFmtpLine:  "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
			RTCPFeedback: []webrtc.RTCPFeedback{{Type: "nack"}, {Type: "nack", Parameter: "pli"}},
		},
		PayloadType: 96,
	}, webrtc.RTPCodecTypeVideo)
	if err != nil {
		return nil, err
	}

	settings := webrtc.SettingEngine{}
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	if only != nil {
		settings.SetIPFilter(func(ip net.IP) bool { return ip.Equal(only) })
	}

	registry := &interceptor.Registry{}
	if full {
		if err := webrtc.RegisterDefaultInterceptors(media, registry); err != nil {
			return nil, err
		}
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithSettingEngine(settings),
		webrtc.WithInterceptorRegistry(registry)), nil
}

func openInput(address string) (*net.UDPConn, error) {
	where, err := net.ResolveUDPAddr("udp4", address)
	if err != nil {
		return nil, err
	}
	input, err := net.ListenUDP("udp4", where)
	if err != nil {
		return nil, err
	}
	// The kernel caps it to what it allows.
	return input, input.SetReadBuffer(receiveBuffer)
}

// forward gives every packet to every viewer.
func forward(input *net.UDPConn, track *webrtc.TrackLocalStaticRTP) {
	packet := make([]byte, 1500)
	for {
		size, err := input.Read(packet)
		if err != nil {
			log.Fatal(err)
		}
		// An error is of a viewer that is going; its own goroutine sees to that.
		_, _ = track.Write(packet[:size])
	}
}
