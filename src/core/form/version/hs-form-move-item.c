/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of one answer, as the page of differences shows it; and the tray of those that have no place. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-move-tree.h"

struct _HsFormMoveItem
{
  GObject parent_instance;
  HsFormMoveKind kind;
  HsFormMoveReason reason;
  gboolean needs_answer;
  char *place; /* (owned) as all below, never NULL but the note */
  char *old_label;
  char *old_text;
  char *old_pointer;
  char *label;
  char *text;
  char *pointer;
  char *note; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (HsFormMoveItem, hs_form_move_item, G_TYPE_OBJECT)

static void
hs_form_move_item_finalize (GObject *object)
{
  HsFormMoveItem *self = HS_FORM_MOVE_ITEM (object);

  g_free (self->place);
  g_free (self->old_label);
  g_free (self->old_text);
  g_free (self->old_pointer);
  g_free (self->label);
  g_free (self->text);
  g_free (self->pointer);
  g_free (self->note);
  G_OBJECT_CLASS (hs_form_move_item_parent_class)->finalize (object);
}

static void
hs_form_move_item_class_init (HsFormMoveItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_form_move_item_finalize;
}

static void
hs_form_move_item_init (HsFormMoveItem *self)
{
}

HsFormMoveItem *
hs_form_move_item_new (HsFormMoveKind kind, HsFormMoveReason reason, const char *note)
{
  HsFormMoveItem *self = g_object_new (HS_TYPE_FORM_MOVE_ITEM, NULL);

  self->place = g_strdup ("");
  self->old_label = g_strdup ("");
  self->old_text = g_strdup ("");
  self->old_pointer = g_strdup ("");
  self->label = g_strdup ("");
  self->text = g_strdup ("");
  self->pointer = g_strdup ("");
  hs_form_move_item_set_kind (self, kind, reason, note);
  return self;
}

void
hs_form_move_item_set_kind (HsFormMoveItem *self, HsFormMoveKind kind, HsFormMoveReason reason,
                            const char *note)
{
  self->kind = kind;
  self->reason = reason;
  g_free (self->note);
  self->note = g_strdup (note);
  self->needs_answer = kind == HS_FORM_MOVE_CHANGED || kind == HS_FORM_MOVE_NOT_MOVED;
}

static void
replace (char **text, const char *with)
{
  g_free (*text);
  *text = g_strdup (with);
}

/* Several old answers of one new one: each with its name. */
void
hs_form_move_item_set_old (HsFormMoveItem *self, GPtrArray *sources)
{
  g_autoptr (GString) labels = g_string_new (NULL);
  g_autoptr (GString) texts = g_string_new (NULL);

  for (guint i = 0; i < sources->len; i++)
    {
      HsMoveSource *source = sources->pdata[i];

      g_string_append_printf (labels, "%s%s", i > 0 ? ", " : "", source->label);
      g_string_append_printf (texts, "%s%s", i > 0 ? " · " : "", source->text);
    }
  replace (&self->old_label, labels->str);
  replace (&self->old_text, texts->str);
  if (sources->len == 0)
    return;
  replace (&self->old_pointer, ((HsMoveSource *) sources->pdata[0])->pointer);
  replace (&self->place, ((HsMoveSource *) sources->pdata[0])->place);
}

void
hs_form_move_item_set_new (HsFormMoveItem *self, const char *place, const char *label,
                           const char *text, const char *pointer)
{
  replace (&self->place, place);
  replace (&self->label, label);
  replace (&self->text, text);
  replace (&self->pointer, pointer);
}

void
hs_form_move_item_set_needs_answer (HsFormMoveItem *self)
{
  self->needs_answer = TRUE;
}

HsFormMoveKind
hs_form_move_item_get_kind (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), HS_FORM_MOVE_SAME);
  return self->kind;
}

HsFormMoveReason
hs_form_move_item_get_reason (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), HS_FORM_MOVE_REASON_NONE);
  return self->reason;
}

const char *
hs_form_move_item_get_place (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), NULL);
  return self->place;
}

const char *
hs_form_move_item_get_old_label (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), NULL);
  return self->old_label;
}

const char *
hs_form_move_item_get_old_text (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), NULL);
  return self->old_text;
}

const char *
hs_form_move_item_get_old_pointer (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), NULL);
  return self->old_pointer;
}

const char *
hs_form_move_item_get_label (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), NULL);
  return self->label;
}

const char *
hs_form_move_item_get_text (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), NULL);
  return self->text;
}

const char *
hs_form_move_item_get_pointer (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), NULL);
  return self->pointer;
}

const char *
hs_form_move_item_get_note (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), NULL);
  return self->note;
}

gboolean
hs_form_move_item_needs_answer (HsFormMoveItem *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE_ITEM (self), FALSE);
  return self->needs_answer;
}

/* Reasons, as a draft keeps them. */

static const char *const reason_names[] = {
  [HS_FORM_MOVE_REASON_NONE] = "none",         [HS_FORM_MOVE_REASON_CONVERTED] = "converted",
  [HS_FORM_MOVE_REASON_REFUSED] = "refused",   [HS_FORM_MOVE_REASON_DROPPED] = "dropped",
  [HS_FORM_MOVE_REASON_NO_FIELD] = "no-field", [HS_FORM_MOVE_REASON_KIND] = "kind",
  [HS_FORM_MOVE_REASON_CODE] = "code",         [HS_FORM_MOVE_REASON_OCCUPIED] = "occupied",
  [HS_FORM_MOVE_REASON_PART] = "part",
};

const char *
hs_form_move_reason_get_name (HsFormMoveReason self)
{
  g_return_val_if_fail ((guint) self < G_N_ELEMENTS (reason_names), NULL);
  return reason_names[self];
}

HsFormMoveReason
hs_form_move_reason_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (reason_names); i++)
    if (g_strcmp0 (reason_names[i], name) == 0)
      return i;
  return HS_FORM_MOVE_REASON_NO_FIELD;
}

const char *
hs_form_move_kind_get_name (HsFormMoveKind self)
{
  static const char *const names[] = { "same", "renamed", "changed", "new", "not-moved" };

  g_return_val_if_fail ((guint) self < G_N_ELEMENTS (names), NULL);
  return names[self];
}

/* The tray. */

void
hs_move_tray_init (HsMoveTray *self)
{
  self->kept = g_list_store_new (HS_TYPE_FORM_KEPT);
  self->items = g_list_store_new (HS_TYPE_FORM_MOVE_ITEM);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
hs_move_tray_clear (HsMoveTray *self)
{
  g_clear_object (&self->kept);
  g_clear_object (&self->items);
  g_clear_pointer (&self->seen, g_hash_table_unref);
}

static void
add_source (HsMoveTray *self, HsMoveSource *source, HsFormMoveReason reason, const char *note)
{
  g_autofree char *label = hs_move_join_place (source->place, source->label);
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_autoptr (HsFormMoveItem) item = NULL;
  g_autoptr (HsFormKept) kept = NULL;

  if (!g_hash_table_add (self->seen, g_strdup (source->pointer)))
    return;
  kept = hs_form_kept_new (source->pointer, label, source->text, note,
                           hs_form_move_reason_get_name (reason));
  g_list_store_append (self->kept, kept);
  item = hs_form_move_item_new (HS_FORM_MOVE_NOT_MOVED, reason, note);
  g_ptr_array_add (sources, source);
  hs_form_move_item_set_old (item, sources);
  g_list_store_append (self->items, item);
}

void
hs_move_tray_add (HsMoveTray *self, HsMoveNode *node, HsFormMoveReason reason, const char *note)
{
  if (node->kind == HS_MOVE_VALUE)
    for (guint i = 0; i < node->sources->len; i++)
      add_source (self, node->sources->pdata[i], reason, note);
  else
    for (guint i = 0; i < node->children->len; i++)
      hs_move_tray_add (self, node->children->pdata[i], reason, note);
}
