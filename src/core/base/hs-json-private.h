/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"

G_BEGIN_DECLS

#define HS_JSON_MAX_BYTES ((gsize) 64 * 1024 * 1024)
#define HS_JSON_NO_KEY G_MAXSIZE

/* One value of a parsed text, in the order of the text: a value's members follow it. */
typedef struct
{
  gsize offset;     /* of the value's first byte */
  gsize key_offset; /* of its key's opening quote; HS_JSON_NO_KEY in an array and for the root */
  guint end;        /* number of the first entry after this value and all it contains */
} HsJsonEntry;

/* Takes entries (element-type HsJsonEntry) and refers to bytes. */
HsJsonIndex *hs_json_index_new (GBytes *bytes, GArray *entries);

/* Line and column, from 1, of a byte. */
void hs_json_place (const char *text, gsize offset, guint *line, guint *column);
/* Decodes the string whose opening quote is at offset, in a text already found good. */
void hs_json_decode_key (const char *text, gsize length, gsize offset, GString *out);

/* The digits (no leading or trailing zero) and the place of the point before them, of a JSON number
 * without sign: 0.0075 is "75" and -2. Zero is "" and 0. */
void hs_json_decimal (const char *lexeme, gsize length, GString *digits, gint64 *point);

/* Splits off the next reference token; FALSE at the end. A malformed escape ends with NULL token. */
gboolean hs_json_pointer_next (const char **pointer, char **token);
/* An array index as RFC 6901 writes it. */
gboolean hs_json_pointer_index (const char *token, guint *index);

G_END_DECLS
