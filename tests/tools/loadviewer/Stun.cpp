// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tools/loadviewer/Stun.hpp"

#include "tools/loadviewer/ByteOrder.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstring>

namespace vitrine::loadviewer::stun {

namespace {

constexpr std::size_t kHeaderBytes = 20;
constexpr std::size_t kAttributeHeaderBytes = 4;
constexpr std::size_t kHmacBytes = 20;
constexpr std::size_t kFingerprintBytes = 4;
constexpr std::uint32_t kMagic = 0x2112A442;
constexpr std::uint32_t kFingerprintXor = 0x5354554E; // "STUN"
constexpr std::uint8_t kFamilyIpv4 = 1;

std::size_t padded(std::size_t bytes) {
    return (bytes + 3) & ~std::size_t{3};
}

constexpr auto kCrcTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        auto value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) != 0 ? 0xEDB88320U ^ value >> 1U : value >> 1U;
        table[byte] = value;
    }
    return table;
}();

std::uint32_t fingerprintOf(Bytes bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const auto byte : bytes)
        crc = kCrcTable[(crc ^ byte) & 0xFFU] ^ crc >> 8U;
    return ~crc ^ kFingerprintXor;
}

std::array<std::uint8_t, kHmacBytes> hmacOf(Bytes bytes, std::string_view password) {
    std::array<std::uint8_t, kHmacBytes> digest{};
    unsigned size = 0;
    HMAC(EVP_sha1(), password.data(), static_cast<int>(password.size()), bytes.data(), bytes.size(),
         digest.data(), &size);
    return digest;
}

} // namespace

std::optional<Message> Message::parse(Bytes packet) {
    if (packet.size() < kHeaderBytes || packet[0] > 3 || readU32(&packet[4]) != kMagic)
        return std::nullopt;
    if (readU16(&packet[2]) + kHeaderBytes != packet.size() || packet.size() % 4 != 0)
        return std::nullopt;
    for (std::size_t at = kHeaderBytes; at < packet.size();) {
        if (at + kAttributeHeaderBytes > packet.size())
            return std::nullopt;
        at += kAttributeHeaderBytes + padded(readU16(&packet[at + 2]));
        if (at > packet.size())
            return std::nullopt;
    }
    Message message;
    message.packet_ = packet;
    message.type_ = static_cast<Type>(readU16(&packet[0]));
    std::copy_n(packet.begin() + 8, message.transaction_.size(), message.transaction_.begin());
    return message;
}

std::optional<Bytes> Message::find(Attribute kind) const {
    for (std::size_t at = kHeaderBytes; at < packet_.size();) {
        const std::size_t size = readU16(&packet_[at + 2]);
        if (readU16(&packet_[at]) == static_cast<std::uint16_t>(kind))
            return packet_.subspan(at + kAttributeHeaderBytes, size);
        at += kAttributeHeaderBytes + padded(size);
    }
    return std::nullopt;
}

bool Message::integrityHolds(std::string_view password) const {
    const auto value = find(Attribute::MessageIntegrity);
    if (!value || value->size() != kHmacBytes)
        return false;
    // The length field counts up to the integrity attribute: what follows it is not covered.
    const auto start = static_cast<std::size_t>(value->data() - packet_.data()) - 4;
    std::vector<std::uint8_t> covered(packet_.begin(),
                                      packet_.begin() + static_cast<std::ptrdiff_t>(start));
    const auto length = start - kHeaderBytes + kAttributeHeaderBytes + kHmacBytes;
    covered[2] = static_cast<std::uint8_t>(length >> 8U);
    covered[3] = static_cast<std::uint8_t>(length);
    return std::ranges::equal(hmacOf(covered, password), *value);
}

bool Message::fingerprintHolds() const {
    const auto value = find(Attribute::Fingerprint);
    if (!value || value->size() != kFingerprintBytes)
        return false;
    const auto start = static_cast<std::size_t>(value->data() - packet_.data()) - 4;
    return fingerprintOf(packet_.first(start)) == readU32(value->data());
}

std::optional<Endpoint> Message::mappedAddress() const {
    const auto value = find(Attribute::XorMappedAddress);
    if (!value || value->size() != 8 || (*value)[1] != kFamilyIpv4)
        return std::nullopt;
    return Endpoint{readU32(&(*value)[4]) ^ kMagic,
                    static_cast<std::uint16_t>(readU16(&(*value)[2]) ^ kMagic >> 16U)};
}

Writer::Writer(Type type, const TransactionId& transaction) {
    bytes_.reserve(160);
    appendU16(bytes_, static_cast<std::uint16_t>(type));
    appendU16(bytes_, 0);
    appendU32(bytes_, kMagic);
    bytes_.insert(bytes_.end(), transaction.begin(), transaction.end());
}

Writer& Writer::add(Attribute kind, Bytes value) {
    appendU16(bytes_, static_cast<std::uint16_t>(kind));
    appendU16(bytes_, static_cast<std::uint16_t>(value.size()));
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    bytes_.resize(padded(bytes_.size()));
    return *this;
}

Writer& Writer::addText(Attribute kind, std::string_view value) {
    return add(kind, {reinterpret_cast<const std::uint8_t*>(value.data()), value.size()});
}

Writer& Writer::addU32(Attribute kind, std::uint32_t value) {
    std::vector<std::uint8_t> bytes;
    appendU32(bytes, value);
    return add(kind, bytes);
}

Writer& Writer::addMappedAddress(const Endpoint& endpoint) {
    std::vector<std::uint8_t> bytes{0, kFamilyIpv4};
    appendU16(bytes, static_cast<std::uint16_t>(endpoint.port ^ kMagic >> 16U));
    appendU32(bytes, endpoint.address ^ kMagic);
    return add(Attribute::XorMappedAddress, bytes);
}

std::vector<std::uint8_t> Writer::finish(std::string_view password) {
    const auto before = bytes_.size() - kHeaderBytes;
    setLength(before + kAttributeHeaderBytes + kHmacBytes);
    add(Attribute::MessageIntegrity, hmacOf(bytes_, password));
    setLength(bytes_.size() - kHeaderBytes + kAttributeHeaderBytes + kFingerprintBytes);
    addU32(Attribute::Fingerprint, fingerprintOf(bytes_));
    return std::move(bytes_);
}

void Writer::setLength(std::size_t attributeBytes) {
    bytes_[2] = static_cast<std::uint8_t>(attributeBytes >> 8U);
    bytes_[3] = static_cast<std::uint8_t>(attributeBytes);
}

TransactionId newTransaction() {
    TransactionId id{};
    RAND_bytes(id.data(), static_cast<int>(id.size()));
    return id;
}

} // namespace vitrine::loadviewer::stun
