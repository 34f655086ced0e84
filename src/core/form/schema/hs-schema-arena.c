/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of one compiled schema: taken in a row, given back at once. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-private.h"

#include <string.h>

#define FIRST_CHUNK 512 /* the schema of one field fits; then twice as much each time */
#define LAST_CHUNK 16384

struct _HsSchemaArena
{
  GPtrArray *chunks; /* (owned) */
  char *next;        /* free space of the last chunk */
  gsize left;        /* bytes */
  gsize size;        /* of the next chunk */
};

HsSchemaArena *
hs_schema_arena_new (void)
{
  HsSchemaArena *self = g_new0 (HsSchemaArena, 1);

  self->chunks = g_ptr_array_new_with_free_func (g_free);
  self->size = FIRST_CHUNK;
  return self;
}

void
hs_schema_arena_free (HsSchemaArena *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->chunks);
  g_free (self);
}

gpointer
hs_schema_arena_alloc (HsSchemaArena *self, gsize size)
{
  gpointer memory;

  size = (size + 7) & ~(gsize) 7;
  if (size > self->size / 4 && size > self->left)
    {
      memory = g_malloc0 (size);
      g_ptr_array_add (self->chunks, memory);
      return memory;
    }
  if (size > self->left)
    {
      self->next = g_malloc0 (self->size);
      self->left = self->size;
      g_ptr_array_add (self->chunks, self->next);
      self->size = MIN (2 * self->size, LAST_CHUNK);
    }
  memory = self->next;
  self->next += size;
  self->left -= size;
  return memory;
}

char *
hs_schema_arena_strdup (HsSchemaArena *self, const char *text)
{
  gsize size = strlen (text) + 1;

  return memcpy (hs_schema_arena_alloc (self, size), text, size);
}
