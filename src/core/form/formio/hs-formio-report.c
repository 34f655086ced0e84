/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of each component of a Form.io form: taken over, changed, or not taken over, and why. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

static void
note_free (HsFormioNote *note)
{
  g_free (note->original);
  g_free (note);
}

HsFormioItem *
hs_formio_item_new (const char *path, const char *label, const char *type)
{
  HsFormioItem *self = g_new0 (HsFormioItem, 1);

  self->path = g_strdup (path);
  self->label = g_strdup (label);
  self->type = g_strdup (type);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);
  return self;
}

void
hs_formio_item_free (HsFormioItem *self)
{
  g_free (self->path);
  g_free (self->label);
  g_free (self->type);
  g_free (self->pointer);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

static char *
original_text (JsonNode *original)
{
  if (original == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (original) && json_node_get_value_type (original) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (original));
  return hs_json_write (original);
}

void
hs_formio_note (HsFormioItem *self, const char *code, const char *what, JsonNode *original)
{
  HsFormioNote *note;

  for (guint i = 0; i < self->notes->len; i++)
    {
      note = self->notes->pdata[i];
      if (g_str_equal (note->code, code) && g_str_equal (note->what, what))
        return;
    }
  note = g_new0 (HsFormioNote, 1);
  note->code = code;
  note->what = what;
  note->original = original_text (original);
  g_ptr_array_add (self->notes, note);
  if (self->result == HS_FORMIO_TAKEN)
    self->result = HS_FORMIO_CHANGED;
}

void
hs_formio_drop (HsFormioItem *self, const char *code)
{
  hs_formio_note (self, code, "", NULL);
  self->result = HS_FORMIO_DROPPED;
}

const char *
hs_formio_result_name (HsFormioResult result)
{
  static const char *const names[] = { "taken", "changed", "dropped" };

  return names[result];
}

JsonObject *
hs_formio_item_to_json (HsFormioItem *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *notes = json_array_new ();

  json_object_set_string_member (object, "path", self->path);
  json_object_set_string_member (object, "label", self->label);
  json_object_set_string_member (object, "type", self->type);
  if (self->pointer != NULL)
    json_object_set_string_member (object, "pointer", self->pointer);
  json_object_set_string_member (object, "result", hs_formio_result_name (self->result));
  for (guint i = 0; i < self->notes->len; i++)
    {
      HsFormioNote *note = self->notes->pdata[i];
      JsonObject *inner = json_object_new ();

      json_object_set_string_member (inner, "code", note->code);
      if (*note->what != '\0')
        json_object_set_string_member (inner, "what", note->what);
      if (note->original != NULL)
        json_object_set_string_member (inner, "original", note->original);
      json_array_add_object_element (notes, inner);
    }
  json_object_set_array_member (object, "notes", notes);
  return object;
}
