/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/schema/hs-schema.h"
#include "hs-test.h"

G_BEGIN_DECLS

/* JSON with ' for ". */
JsonNode *schema_test_parse (const char *text);
/* It must be right. */
HsSchema *schema_test_compile (const char *text, HsSchemaFlags flags);
/* Asked both ways, which must agree. */
gboolean schema_test_is_valid (HsSchema *schema, JsonNode *instance);

G_END_DECLS
