/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define HS_JSON_MAX_DEPTH 128

typedef enum
{
  HS_JSON_DEFAULT = 0,
  /* refuse numbers that int64 or double cannot hold without losing digits */
  HS_JSON_EXACT_NUMBERS = 1 << 0,
  /* takes what RFC 8259 allows but Hồ Sơ never uses: a key twice (the last counts) and \u0000 (becomes
   * U+FFFD). Only to judge a text. */
  HS_JSON_RFC8259 = 1 << 1,
} HsJsonFlags;

/* Knows line and column of each value of a parsed text, by JSON pointer. */
typedef struct _HsJsonIndex HsJsonIndex;

/* Reads one RFC 8259 text strictly. max_bytes 0 = 64 MiB. Errors: HS_BASE_ERROR_JSON_*, the
 * message has "line L, column C". Thread: any. */
JsonNode *hs_json_parse (const char *text, gssize length, HsJsonFlags flags, gsize max_bytes,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *
hs_json_parse_bytes (GBytes *bytes, HsJsonFlags flags, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *hs_json_parse_indexed (GBytes *bytes, HsJsonFlags flags, HsJsonIndex **index,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *
hs_json_load (const char *path, HsJsonFlags flags, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE when the pointer names nothing. line and column count from 1, column in bytes. */
gboolean hs_json_index_find (HsJsonIndex *self, const char *pointer, guint *line, guint *column);
HsJsonIndex *hs_json_index_ref (HsJsonIndex *self);
void hs_json_index_unref (HsJsonIndex *self);

/* Stable bytes: RFC 8785 (sorted by UTF-16 code units, shortest numbers, no spaces). */
char *hs_json_write (JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;
GBytes *hs_json_write_bytes (JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;
/* Same order, two-space indent and a final newline, for people and files under version control. */
char *hs_json_write_pretty (JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;
/* The shortest text that reads back as the same finite double, as ECMAScript writes it. */
#define HS_JSON_NUMBER_SIZE 32
void hs_json_number_to_text (double value, char text[HS_JSON_NUMBER_SIZE]);
/* Equality of values: 1 equals 1.0, order of members does not matter. */
gboolean hs_json_equal (JsonNode *a, JsonNode *b);

/* RFC 6901. get: (transfer none) (nullable). set: makes missing objects on the way; a value of NULL
 * removes the member; returns FALSE when the way leads through a value that is neither object nor
 * array, or past the end of an array. "" replaces what the root holds, by the same type of node only.
 * set consumes value. */
JsonNode *hs_json_pointer_get (JsonNode *root, const char *pointer);
gboolean hs_json_pointer_set (JsonNode *root, const char *pointer, JsonNode *value);
/* parent + "/" + token, escaped. */
char *hs_json_pointer_append (const char *parent, const char *token);

/* Members of wrong type count as missing. */
const char *hs_json_string (JsonObject *object, const char *member, const char *fallback);
gint64 hs_json_int (JsonObject *object, const char *member, gint64 fallback);
gboolean hs_json_bool (JsonObject *object, const char *member, gboolean fallback);
JsonObject *
hs_json_object (JsonObject *object, const char *member);           /* (transfer none) (nullable) */
JsonArray *hs_json_array (JsonObject *object, const char *member); /* (transfer none) (nullable) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsJsonIndex, hs_json_index_unref)

G_END_DECLS
