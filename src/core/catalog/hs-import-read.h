/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* State of one record being read; the first failure is kept. */
typedef struct
{
  char **pointer; /* (nullable) where it failed */
  GError **error;
  gboolean failed;
} HsImportCheck;

/* Keeps the pointer and says "<pointer> is not <expected>". */
void hs_import_fail (HsImportCheck *check, const char *pointer, const char *expected);

/* at is the pointer of the object the member is in, "" for the record itself. */
const char *
hs_import_text (HsImportCheck *check, JsonObject *object, const char *at, const char *member);
gint64
hs_import_number (HsImportCheck *check, JsonObject *object, const char *at, const char *member);
guint hs_import_list (HsImportCheck *check, JsonObject *object, const char *at, const char *member,
                      JsonArray **array);
/* (transfer none) (nullable); *pointer is always set. (transfer full) */
JsonObject *hs_import_row (HsImportCheck *check, JsonArray *array, guint i, const char *at,
                           const char *member, char **pointer);
/* Each text of a list, cleaned; empty ones left out. (transfer full) */
char **hs_import_texts (HsImportCheck *check, JsonObject *object, const char *member);

/* No bullet in front, no semicolon behind, one space between words, lines kept. (transfer full) */
char *hs_import_clean (const char *text);
/* Sets the cleaned text unless it is empty. */
void hs_import_set_text (JsonObject *record, const char *member, const char *text);

G_END_DECLS
