// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <string_view>

/// The little of man(7) that our manual pages need. Thread: pure.
namespace vitrine::config::roff {

/// Text for a line of its own: nothing in it is taken for markup.
std::string plain(std::string_view text);

/// As plain(), in bold: what is typed as it stands.
std::string bold(std::string_view text);

/// A line of Markdown: `code` becomes bold, [words](address) the words.
std::string inlineMarkdown(std::string_view text);

/// The page's head: its name, section and what it is.
std::string head(std::string_view name, unsigned section, std::string_view version,
                 std::string_view what);

/// A section, a section within one, and a term with what it means.
std::string section(std::string_view title);
std::string subsection(std::string_view title);
std::string term(std::string_view formattedTerm, std::string_view formattedText);

} // namespace vitrine::config::roff
