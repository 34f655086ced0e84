/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draft as it lies in the store: one record, written whole. The mark in it says which save of which
 * process it is, so that nobody overwrites what he did not read. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-dossier-private.h"

static void
set_string (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

static JsonArray *
attachments_to_json (HsDossier *self)
{
  JsonArray *list = json_array_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->slots));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (G_LIST_MODEL (self->slots), i);
      GListModel *files = hs_slot_get_attachments (slot);

      for (guint k = 0; k < g_list_model_get_n_items (files); k++)
        {
          g_autoptr (HsAttachment) file = g_list_model_get_item (files, k);

          json_array_add_element (list, hs_attachment_to_json (file));
        }
    }
  return list;
}

static JsonArray *
detached_to_json (HsDossier *self)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < self->detached->len; i++)
    json_array_add_element (list, hs_attachment_to_json (self->detached->pdata[i]));
  return list;
}

static JsonNode *
to_json (HsDossier *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "v", 1);
  json_object_set_string_member (object, "writer", self->mark.writer);
  json_object_set_int_member (object, "rev", self->mark.rev);
  json_object_set_string_member (object, "procedure", hs_procedure_get_code (self->procedure));
  json_object_set_int_member (object, "createdUs", self->created_us);
  json_object_set_int_member (object, "savedUs",
                              hs_world_now_us (hs_store_get_world (self->store)));
  json_object_set_int_member (object, "round", self->round);
  json_object_set_boolean_member (object, "frozen", self->frozen);
  json_object_set_boolean_member (object, "statement", self->statement);
  set_string (object, "formBlob", self->form_blob);
  if (self->pin.sha256 != NULL)
    json_object_set_object_member (object, "form", hs_form_pin_to_json (&self->pin));
  set_string (object, "subject", self->subject);
  set_string (object, "office", self->office != NULL ? hs_unit_get_code (self->office) : NULL);
  set_string (object, "delivery", self->delivery);
  set_string (object, "address", self->address);
  if (self->form != NULL)
    json_object_set_member (object, "draft", hs_form_dup_draft (self->form));
  else if (self->draft != NULL)
    json_object_set_member (object, "draft", json_node_copy (self->draft));
  json_object_set_array_member (object, "attachments", attachments_to_json (self));
  json_object_set_array_member (object, "detached", detached_to_json (self));
  json_node_take_object (node, object);
  return node;
}

HsRecordSave *
hs_dossier_snapshot (HsDossier *self)
{
  HsRecordSave *save = g_new0 (HsRecordSave, 1);

  self->mark.rev++;
  save->store = g_object_ref (self->store);
  save->id = g_strdup (self->id);
  save->rank = self->created_us;
  save->record = to_json (self);
  save->mark = self->mark;
  save->base = self->base;
  save->create = self->saved_edit == 0 && self->base.writer[0] == '\0';
  return save;
}

void
hs_record_save_free (HsRecordSave *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->store);
  g_free (self->id);
  json_node_unref (self->record);
  g_free (self);
}

static void
read_mark (JsonObject *object, HsRecordMark *mark)
{
  g_strlcpy (mark->writer, hs_json_string (object, "writer", ""), sizeof mark->writer);
  mark->rev = hs_json_int (object, "rev", 0);
}

typedef enum
{
  SAVE_PUT,
  SAVE_STALE,   /* a newer save of this process is there already */
  SAVE_FOREIGN, /* another process wrote in between */
  SAVE_GONE     /* it was deleted */
} SaveVerdict;

static SaveVerdict
judge (HsRecordSave *self, JsonNode *there)
{
  HsRecordMark mark = { "", 0 };

  if (there == NULL)
    return self->create ? SAVE_PUT : SAVE_GONE;
  if (JSON_NODE_HOLDS_OBJECT (there))
    read_mark (json_node_get_object (there), &mark);
  if (strcmp (mark.writer, self->mark.writer) == 0)
    return mark.rev < self->mark.rev ? SAVE_PUT : SAVE_STALE;
  return strcmp (mark.writer, self->base.writer) == 0 && mark.rev == self->base.rev ? SAVE_PUT
                                                                                    : SAVE_FOREIGN;
}

static gboolean
put_judged (HsRecordSave *self, GError **error)
{
  GError *local = NULL;
  g_autoptr (JsonNode) there = hs_store_get (self->store, HS_DOSSIER_KIND, self->id, &local);
  SaveVerdict verdict;

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  verdict = judge (self, there);
  if (verdict == SAVE_FOREIGN)
    {
      g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_BUSY,
                   "Dossier %s was changed by another window or process", self->id);
      return FALSE;
    }
  if (verdict == SAVE_GONE)
    {
      g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_NOT_FOUND, "Dossier %s was deleted",
                   self->id);
      return FALSE;
    }
  return verdict == SAVE_STALE || hs_store_put (self->store, HS_DOSSIER_KIND, self->id, self->id,
                                                self->rank, self->record, error);
}

gboolean
hs_record_save_run (HsRecordSave *self, GError **error)
{
  gboolean good;

  if (!hs_store_begin (self->store, error))
    return FALSE;
  good = put_judged (self, error);
  return hs_store_end (self->store, good, good ? error : NULL) && good;
}

char *
hs_dossier_record_procedure (JsonNode *record)
{
  return JSON_NODE_HOLDS_OBJECT (record)
           ? g_strdup (hs_json_string (json_node_get_object (record), "procedure", NULL))
           : NULL;
}

/* All or nothing: (element-type HsAttachment) of both lists, or NULL. */
static GPtrArray *
read_attachments (JsonArray *list)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      HsAttachment *file = hs_attachment_from_json (json_array_get_element (list, i));

      if (file == NULL)
        return NULL;
      g_ptr_array_add (files, file);
    }
  return g_steal_pointer (&files);
}

static void
fill_slots (HsDossier *self, GPtrArray *files)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->slots));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (G_LIST_MODEL (self->slots), i);

      g_list_store_remove_all (hs_slot_get_store (slot));
    }
  for (guint i = 0; i < files->len; i++)
    {
      HsSlot *slot = hs_dossier_find_slot (self, hs_attachment_get_slot (files->pdata[i]));

      /* the paper is no longer asked for: its bytes stay, as something taken out */
      if (slot != NULL)
        g_list_store_append (hs_slot_get_store (slot), files->pdata[i]);
      else
        g_ptr_array_add (self->detached, g_object_ref (files->pdata[i]));
    }
}

static void
read_plain (HsDossier *self, JsonObject *object)
{
  const char *code = hs_json_string (object, "office", NULL);
  HsUnit *office = code != NULL ? hs_units_find (self->units, code) : NULL;

  read_mark (object, &self->base);
  self->created_us = hs_json_int (object, "createdUs", 0);
  self->saved_us = hs_json_int (object, "savedUs", 0);
  self->round = hs_json_int (object, "round", 0);
  self->frozen = hs_json_bool (object, "frozen", FALSE);
  self->statement = hs_json_bool (object, "statement", FALSE);
  g_set_object (&self->office, office);
  g_free (self->form_blob);
  self->form_blob = g_strdup (hs_json_string (object, "formBlob", NULL));
  hs_form_pin_read (&self->pin, hs_json_object (object, "form"));
  g_free (self->subject);
  self->subject = g_strdup (hs_json_string (object, "subject", NULL));
  g_free (self->delivery);
  self->delivery = g_strdup (hs_json_string (object, "delivery", NULL));
  g_free (self->address);
  self->address = g_strdup (hs_json_string (object, "address", NULL));
}

/* The form that was made already takes the draft over in place, for pages show it. */
static gboolean
read_draft (HsDossier *self, JsonObject *object, GError **error)
{
  JsonNode *draft = json_object_get_member (object, "draft");
  gboolean good = TRUE;

  if (self->form != NULL && draft != NULL)
    {
      g_signal_handlers_block_matched (self->form, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
      good = hs_form_load_draft (self->form, draft, error);
      g_signal_handlers_unblock_matched (self->form, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
      return good;
    }
  g_clear_pointer (&self->draft, json_node_unref);
  if (draft != NULL)
    self->draft = json_node_copy (draft);
  return TRUE;
}

gboolean
hs_dossier_read_record (HsDossier *self, JsonNode *record, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (record) ? json_node_get_object (record) : NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GPtrArray) detached = NULL;
  gboolean moved;

  if (object != NULL)
    {
      files = read_attachments (hs_json_array (object, "attachments"));
      detached = read_attachments (hs_json_array (object, "detached"));
    }
  if (files == NULL || detached == NULL || hs_json_int (object, "v", 0) != 1)
    {
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED,
                   "The record of dossier %s cannot be read", self->id);
      return FALSE;
    }
  /* another process moved the draft to another version */
  moved = self->form_blob != NULL &&
          g_strcmp0 (self->form_blob, hs_json_string (object, "formBlob", NULL)) != 0;
  if (moved)
    hs_dossier_drop_form (self);
  if (!read_draft (self, object, error))
    return FALSE;
  read_plain (self, object);
  g_ptr_array_unref (self->detached);
  self->detached = g_steal_pointer (&detached);
  fill_slots (self, files);
  hs_dossier_update_title (self);
  if (moved)
    hs_dossier_notify (self, HS_DOSSIER_PROP_FORM);
  return TRUE;
}
