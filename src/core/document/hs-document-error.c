/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of documents: shared by the application and by hoso-render, which links nothing
 * else of the core but the protocol. */
#define G_LOG_DOMAIN "hoso"

#include "document/hs-document.h"

/* clang-format off */
G_DEFINE_QUARK (hs-document-error-quark, hs_document_error)
/* clang-format on */
