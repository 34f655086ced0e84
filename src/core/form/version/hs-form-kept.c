/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tray of a draft that was moved to another version of its form. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-kept.h"

#include "form/hs-form-private.h"

struct _HsFormKept
{
  GObject parent_instance;
  char *pointer; /* (owned) */
  char *label;   /* (owned) */
  char *text;    /* (owned) */
  char *note;    /* (owned) (nullable) */
  char *reason;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (HsFormKept, hs_form_kept, G_TYPE_OBJECT)

static void
hs_form_kept_finalize (GObject *object)
{
  HsFormKept *self = HS_FORM_KEPT (object);

  g_free (self->pointer);
  g_free (self->label);
  g_free (self->text);
  g_free (self->note);
  g_free (self->reason);
  G_OBJECT_CLASS (hs_form_kept_parent_class)->finalize (object);
}

static void
hs_form_kept_class_init (HsFormKeptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_form_kept_finalize;
}

static void
hs_form_kept_init (HsFormKept *self)
{
}

HsFormKept *
hs_form_kept_new (const char *pointer, const char *label, const char *text, const char *note,
                  const char *reason)
{
  HsFormKept *self = g_object_new (HS_TYPE_FORM_KEPT, NULL);

  self->pointer = g_strdup (pointer);
  self->label = g_strdup (label);
  self->text = g_strdup (text);
  self->note = g_strdup (note);
  self->reason = g_strdup (reason);
  return self;
}

const char *
hs_form_kept_get_pointer (HsFormKept *self)
{
  g_return_val_if_fail (HS_IS_FORM_KEPT (self), NULL);
  return self->pointer;
}

const char *
hs_form_kept_get_label (HsFormKept *self)
{
  g_return_val_if_fail (HS_IS_FORM_KEPT (self), NULL);
  return self->label;
}

const char *
hs_form_kept_get_text (HsFormKept *self)
{
  g_return_val_if_fail (HS_IS_FORM_KEPT (self), NULL);
  return self->text;
}

const char *
hs_form_kept_get_note (HsFormKept *self)
{
  g_return_val_if_fail (HS_IS_FORM_KEPT (self), NULL);
  return self->note;
}

const char *
hs_form_kept_get_reason (HsFormKept *self)
{
  g_return_val_if_fail (HS_IS_FORM_KEPT (self), NULL);
  return self->reason;
}

/* In a draft. */

static HsFormKept *
read_one (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *pointer = object != NULL ? hs_json_string (object, "pointer", NULL) : NULL;
  const char *label = object != NULL ? hs_json_string (object, "label", NULL) : NULL;
  const char *text = object != NULL ? hs_json_string (object, "text", NULL) : NULL;

  if (pointer == NULL || label == NULL || text == NULL)
    return NULL;
  return hs_form_kept_new (pointer, label, text, hs_json_string (object, "note", NULL),
                           hs_json_string (object, "reason", "no-field"));
}

GListStore *
hs_form_kept_read (JsonNode *node, GError **error)
{
  g_autoptr (GListStore) list = g_list_store_new (HS_TYPE_FORM_KEPT);
  JsonArray *array =
    node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (node != NULL && array == NULL)
    {
      g_set_error_literal (error, HS_FORM_ERROR, HS_FORM_ERROR_ANSWERS,
                           "/notMoved: must be an array");
      return NULL;
    }
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autoptr (HsFormKept) kept = read_one (json_array_get_element (array, i));

      if (kept == NULL)
        {
          g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_ANSWERS,
                       "/notMoved/%u: must have the texts pointer, label and text", i);
          return NULL;
        }
      g_list_store_append (list, kept);
    }
  return g_steal_pointer (&list);
}

static JsonObject *
write_one (HsFormKept *kept)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "pointer", kept->pointer);
  json_object_set_string_member (object, "label", kept->label);
  json_object_set_string_member (object, "text", kept->text);
  if (kept->note != NULL)
    json_object_set_string_member (object, "note", kept->note);
  json_object_set_string_member (object, "reason", kept->reason);
  return object;
}

JsonNode *
hs_form_kept_write (GListModel *list)
{
  guint n = g_list_model_get_n_items (list);
  JsonArray *array;
  JsonNode *node;

  if (n == 0)
    return NULL;
  array = json_array_new ();
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsFormKept) kept = g_list_model_get_item (list, i);

      json_array_add_object_element (array, write_one (kept));
    }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return node;
}

/* Of a form. */

GListModel *
hs_form_get_not_moved (HsForm *self)
{
  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  return G_LIST_MODEL (self->not_moved);
}

gboolean
hs_form_drop_not_moved (HsForm *self, HsFormKept *kept)
{
  guint position;

  g_return_val_if_fail (HS_IS_FORM (self), FALSE);
  g_return_val_if_fail (HS_IS_FORM_KEPT (kept), FALSE);
  if (!g_list_store_find (self->not_moved, kept, &position))
    return FALSE;
  g_object_ref (kept); /* it may be the list's */
  g_list_store_remove (self->not_moved, position);
  hs_form_finish_edit (self, "");
  g_object_unref (kept);
  return TRUE;
}

void
hs_form_put_not_moved (HsForm *self, HsFormKept *kept)
{
  g_return_if_fail (HS_IS_FORM (self));
  g_return_if_fail (HS_IS_FORM_KEPT (kept));
  if (g_list_store_find (self->not_moved, kept, NULL))
    return;
  g_list_store_append (self->not_moved, kept);
  hs_form_finish_edit (self, "");
}
