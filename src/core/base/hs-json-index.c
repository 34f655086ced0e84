/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a value stands in its text. Keeps one small entry a value, not its pointer: pointers of a
 * hostile text could together be far larger than the text. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-json-private.h"

#include <string.h>

struct _HsJsonIndex
{
  gatomicrefcount ref_count;
  GBytes *bytes;   /* (owned) the text */
  GArray *entries; /* (owned) (element-type HsJsonEntry) in the order of the text */
};

HsJsonIndex *
hs_json_index_new (GBytes *bytes, GArray *entries)
{
  HsJsonIndex *self = g_new0 (HsJsonIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (bytes);
  self->entries = entries;
  return self;
}

HsJsonIndex *
hs_json_index_ref (HsJsonIndex *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
hs_json_index_unref (HsJsonIndex *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_bytes_unref (self->bytes);
  g_array_unref (self->entries);
  g_free (self);
}

static gboolean
entry_is_named (HsJsonIndex *self, const HsJsonEntry *entry, guint nth, const char *token,
                GString *scratch)
{
  gsize length;
  const char *text = g_bytes_get_data (self->bytes, &length);
  guint index;

  if (entry->key_offset == HS_JSON_NO_KEY)
    return hs_json_pointer_index (token, &index) && index == nth;
  hs_json_decode_key (text, length, entry->key_offset, scratch);
  return strcmp (scratch->str, token) == 0;
}

/* The member of entry number @parent that token names; 0 (the root, never a member) for none. */
static guint
find_member (HsJsonIndex *self, guint parent, const char *token, GString *scratch)
{
  guint end = g_array_index (self->entries, HsJsonEntry, parent).end;

  for (guint i = parent + 1, nth = 0; i < end; nth++)
    {
      const HsJsonEntry *entry = &g_array_index (self->entries, HsJsonEntry, i);

      if (entry_is_named (self, entry, nth, token, scratch))
        return i;
      i = entry->end;
    }
  return 0;
}

gboolean
hs_json_index_find (HsJsonIndex *self, const char *pointer, guint *line, guint *column)
{
  g_autoptr (GString) scratch = g_string_new (NULL);
  guint at = 0;
  char *token;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (pointer != NULL, FALSE);
  while (hs_json_pointer_next (&pointer, &token))
    {
      guint next = token != NULL ? find_member (self, at, token, scratch) : 0;

      g_free (token);
      if (next == 0)
        return FALSE;
      at = next;
    }
  hs_json_place (g_bytes_get_data (self->bytes, NULL),
                 g_array_index (self->entries, HsJsonEntry, at).offset, line, column);
  return TRUE;
}
