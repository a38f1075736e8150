// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

/// What viewers are told who come to no picture: the one place where these sentences stand.
/// Thread: pure.
namespace vitrine::signalling {

/// Why a viewer comes to no picture, or came to it by a detour.
enum class Cause {
    WebSocketBlocked,
    NoH264,
    OtherH264,
    NoAnswer,
    NoOwnAddress,
    LoopbackOnly,
    OtherAddress,
    WrongPublicAddress,
    HiddenAddress,
    NoViewerAddress,
    NoHiddenName,
    TurnRefuses,
    SecretRefused,
    TurnSilent,
    RelayOnlySilent,
    RelayInVain,
    OneWay,
    Handshake,
    UdpBlocked,
    TcpBlocked,
};

/// One sentence for people, and the line that would change it.
struct Trouble {
    std::string code; ///< a short stable word
    std::string sentence;
    /// "[group] key = value" of our configuration, or a line of the program that it names; empty
    /// where no line helps.
    std::string setting;
};

/// What stands in a sentence for the words in capitals; an empty one leaves its word as it is.
struct TroubleNames {
    std::string camera;  ///< CAMERA
    std::string address; ///< ADDRESS
    std::string turn;    ///< SERVER, host:port
};

Trouble describe(Cause cause, const TroubleNames& names = {});

/// A row of the table, as the documentation has it.
struct TroubleRow {
    Cause cause;
    std::string_view code;
    std::string_view sentence;
    std::string_view setting;
};
std::span<const TroubleRow> troubleRows();

} // namespace vitrine::signalling
