/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/hs-document.h"

#include <sys/types.h>

G_BEGIN_DECLS

/* The process that holds the document (of its wall: bubblewrap's), 0 when it is gone. For tests. */
pid_t hs_document_get_helper_pid (HsDocument *self);

G_END_DECLS
