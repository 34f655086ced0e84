/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions of a section, or of one row of a repeat. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-field-list.h"

#include "compat/hs-accessible.h"
#include "form/hs-form-fill.h"
#include "form/hs-person-button.h"
#include "form/hs-repeat-row.h"

/* Enough for the first screen, in any size of text. */
#define N_AT_ONCE 16
/* Time for more between two frames, microseconds. */
#define SLICE_US 4000

typedef struct
{
  HsFormField *field;     /* (owned) */
  HsFormSection *section; /* (owned) (nullable) its title comes first */
  HsFormRow *row;         /* (owned) (nullable) */
} Coming;

/* A title, or the button that fills in a person, is in sight while one of its questions is. */
typedef struct
{
  GtkWidget *title; /* (unowned) child */
  GPtrArray *rows;  /* (owned) (element-type GtkWidget) unowned children */
} Group;

struct _HsFieldList
{
  GtkBox parent_instance;

  HsForm *form;            /* (owned) */
  HsUnits *units;          /* (owned) (nullable) */
  GHashTable *row_ids;     /* (owned) rows whose errors may be shown */
  GPtrArray *coming;       /* (owned) (element-type Coming) all fields, in order */
  guint n_made;            /* so many of coming have their row */
  GPtrArray *made;         /* (owned) (element-type HsFieldRow) unowned children, in order */
  GHashTable *by_field;    /* (owned) HsFormField -> HsFieldRow, both unowned */
  GPtrArray *groups;       /* (owned) (element-type Group) */
  Group *group;            /* borrowed (nullable) the one rows go into now */
  const char *group_title; /* borrowed (nullable) */
  GHashTable *roles; /* (owned) role -> Group, borrowed, of the button that fills one person */
  gboolean checked;
  guint making; /* idle that makes more, 0: none */
};

G_DEFINE_FINAL_TYPE (HsFieldList, hs_field_list, GTK_TYPE_BOX)

static void
coming_free (gpointer data)
{
  Coming *coming = data;

  g_object_unref (coming->field);
  g_clear_object (&coming->section);
  g_clear_object (&coming->row);
  g_free (coming);
}

static void
group_free (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->rows);
  g_free (group);
}

static void
show_group (Group *group)
{
  gboolean any = FALSE;

  for (guint i = 0; i < group->rows->len && !any; i++)
    any = gtk_widget_get_visible (group->rows->pdata[i]);
  gtk_widget_set_visible (group->title, any);
}

/* The list outlives its rows, and the groups live as long as the list. */
static void
row_visible_cb (GtkWidget *row, GParamSpec *pspec, Group *group)
{
  show_group (group);
}

static void
begin_group (HsFieldList *self, const char *text, const char *css_class)
{
  Group *group = g_new0 (Group, 1);

  group->title = hs_field_row_new_text (text, css_class);
  g_object_set (group->title, "margin-top", 6, NULL);
  group->rows = g_ptr_array_new ();
  gtk_box_append (GTK_BOX (self), group->title);
  g_ptr_array_add (self->groups, group);
  self->group = group;
}

static void
begin_section (HsFieldList *self, HsFormSection *section)
{
  GtkWidget *title = hs_field_row_new_text (hs_form_section_get_title (section), "title-3");

  gtk_widget_set_margin_top (title, 12);
  gtk_box_append (GTK_BOX (self), title);
  g_object_bind_property (section, "relevant", title, "visible", G_BINDING_SYNC_CREATE);
}

static void
put_under (Group *group, GtkWidget *widget)
{
  if (group == NULL)
    return;
  g_ptr_array_add (group->rows, widget);
  g_signal_connect (widget, "notify::visible", G_CALLBACK (row_visible_cb), group);
  show_group (group);
}

/* Above the first question about a person that a profile or a card can answer. (nullable) what the row is
 * under. */
static Group *
add_person_button (HsFieldList *self, Coming *coming)
{
  const char *role = hs_form_field_get_role (coming->field);
  Group *group = role != NULL ? g_hash_table_lookup (self->roles, role) : NULL;

  if (role == NULL || group != NULL)
    return group;
  group = g_new0 (Group, 1);
  group->title = hs_person_button_new (self->form, role, coming->row);
  group->rows = g_ptr_array_new ();
  gtk_box_append (GTK_BOX (self), group->title);
  g_ptr_array_add (self->groups, group);
  g_hash_table_insert (self->roles, g_strdup (role), group);
  return group;
}

static void
make_next (HsFieldList *self)
{
  Coming *coming = self->coming->pdata[self->n_made++];
  const char *title = hs_form_field_get_group (coming->field);
  GtkWidget *row = hs_field_row_new (self->form, coming->field, self->units);
  Group *person;

  if (coming->section != NULL)
    begin_section (self, coming->section);
  if (g_strcmp0 (title, self->group_title) != 0 || coming->section != NULL)
    {
      self->group = NULL;
      if (title != NULL)
        begin_group (self, title, "heading");
    }
  self->group_title = title;
  person = add_person_button (self, coming);
  gtk_box_append (GTK_BOX (self), row);
  put_under (self->group, row);
  put_under (person, row);
  g_ptr_array_add (self->made, row);
  g_hash_table_insert (self->by_field, coming->field, row);
  if (HS_IS_REPEAT_ROW (row))
    hs_repeat_row_set_accused (HS_REPEAT_ROW (row), self->row_ids);
  if (self->checked)
    hs_field_row_check (HS_FIELD_ROW (row));
}

static gboolean
make_idle_cb (gpointer data)
{
  HsFieldList *self = data;
  gint64 end = g_get_monotonic_time () + SLICE_US;

  while (self->n_made < self->coming->len && g_get_monotonic_time () < end)
    make_next (self);
  if (self->n_made < self->coming->len)
    return G_SOURCE_CONTINUE;
  self->making = 0;
  return G_SOURCE_REMOVE;
}

static void
hs_field_list_dispose (GObject *object)
{
  HsFieldList *self = HS_FIELD_LIST (object);
  GtkWidget *child;

  g_clear_handle_id (&self->making, g_source_remove);
  g_hash_table_remove_all (self->by_field);
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = self->groups->pdata[i];

      for (guint k = 0; k < group->rows->len; k++)
        g_signal_handlers_disconnect_by_data (group->rows->pdata[k], group);
      g_ptr_array_set_size (group->rows, 0);
    }
  g_ptr_array_set_size (self->made, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  g_ptr_array_set_size (self->coming, 0);
  self->n_made = 0;
  g_clear_object (&self->form);
  g_clear_pointer (&self->units, hs_units_unref);
  G_OBJECT_CLASS (hs_field_list_parent_class)->dispose (object);
}

static void
hs_field_list_finalize (GObject *object)
{
  HsFieldList *self = HS_FIELD_LIST (object);

  g_clear_pointer (&self->row_ids, g_hash_table_unref);
  g_ptr_array_unref (self->coming);
  g_ptr_array_unref (self->made);
  g_hash_table_unref (self->by_field);
  g_ptr_array_unref (self->groups);
  g_hash_table_unref (self->roles);
  G_OBJECT_CLASS (hs_field_list_parent_class)->finalize (object);
}

static void
hs_field_list_class_init (HsFieldListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_field_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_field_list_finalize;
}

static void
hs_field_list_init (HsFieldList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
  self->coming = g_ptr_array_new_with_free_func (coming_free);
  self->made = g_ptr_array_new ();
  self->by_field = g_hash_table_new (NULL, NULL);
  self->groups = g_ptr_array_new_with_free_func (group_free);
  self->roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

GtkWidget *
hs_field_list_new (HsForm *form, HsUnits *units, GHashTable *row_ids)
{
  HsFieldList *self = g_object_new (HS_TYPE_FIELD_LIST, NULL);

  self->form = g_object_ref (form);
  self->units = units != NULL ? hs_units_ref (units) : NULL;
  self->row_ids = g_hash_table_ref (row_ids);
  return GTK_WIDGET (self);
}

void
hs_field_list_add (HsFieldList *self, HsFormSection *section, HsFormRow *row, GListModel *fields)
{
  g_return_if_fail (HS_IS_FIELD_LIST (self));
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      Coming *coming = g_new0 (Coming, 1);

      coming->field = g_list_model_get_item (fields, i);
      coming->section = i == 0 && section != NULL ? g_object_ref (section) : NULL;
      coming->row = row != NULL ? g_object_ref (row) : NULL;
      g_ptr_array_add (self->coming, coming);
    }
  while (self->n_made < self->coming->len && self->n_made < N_AT_ONCE)
    make_next (self);
  if (self->n_made < self->coming->len && self->making == 0)
    self->making = g_idle_add (make_idle_cb, self);
}

static gboolean
is_coming (HsFieldList *self, HsFormField *field)
{
  for (guint i = self->n_made; i < self->coming->len; i++)
    if (((Coming *) self->coming->pdata[i])->field == field)
      return TRUE;
  return FALSE;
}

HsFieldRow *
hs_field_list_find (HsFieldList *self, HsFormField *field)
{
  HsFieldRow *row;

  g_return_val_if_fail (HS_IS_FIELD_LIST (self), NULL);
  row = g_hash_table_lookup (self->by_field, field);
  if (row != NULL || !is_coming (self, field))
    return row;
  while ((row = g_hash_table_lookup (self->by_field, field)) == NULL)
    make_next (self);
  return row;
}

HsFieldRow *
hs_field_list_get_first (HsFieldList *self)
{
  g_return_val_if_fail (HS_IS_FIELD_LIST (self), NULL);
  for (guint i = 0; i < self->made->len; i++)
    {
      HsFormField *field = hs_field_row_get_field (self->made->pdata[i]);

      if (hs_form_field_is_relevant (field) && !hs_form_field_is_read_only (field) &&
          hs_form_field_get_kind (field) != HS_FIELD_NOTE &&
          hs_form_field_get_kind (field) != HS_FIELD_COMPUTED)
        return self->made->pdata[i];
    }
  return NULL;
}

static void
accuse_rows_of (HsFieldList *self, HsFormField *repeat)
{
  GListModel *rows = hs_form_field_get_rows (repeat);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (rows, i);
      GListModel *fields = hs_form_row_get_fields (row);

      g_hash_table_add (self->row_ids, g_strdup (hs_form_row_get_id (row)));
      for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, k);

          if (hs_form_field_get_rows (field) != NULL)
            accuse_rows_of (self, field);
        }
    }
}

void
hs_field_list_check (HsFieldList *self)
{
  g_return_if_fail (HS_IS_FIELD_LIST (self));
  self->checked = TRUE;
  for (guint i = 0; i < self->coming->len; i++)
    {
      HsFormField *field = ((Coming *) self->coming->pdata[i])->field;

      if (hs_form_field_get_rows (field) != NULL && hs_form_field_is_relevant (field))
        accuse_rows_of (self, field);
    }
  for (guint i = 0; i < self->made->len; i++)
    {
      hs_field_row_check (self->made->pdata[i]);
      if (HS_IS_REPEAT_ROW (self->made->pdata[i]))
        hs_repeat_row_refresh_lines (self->made->pdata[i]);
    }
}

gboolean
hs_field_list_is_accused (HsFieldList *self, HsFormField *field)
{
  HsFieldRow *row;

  g_return_val_if_fail (HS_IS_FIELD_LIST (self), FALSE);
  row = g_hash_table_lookup (self->by_field, field);
  if (row != NULL)
    return hs_field_row_is_accused (row);
  return self->checked && is_coming (self, field);
}

void
hs_field_list_finish (HsFieldList *self)
{
  g_return_if_fail (HS_IS_FIELD_LIST (self));
  while (self->n_made < self->coming->len)
    make_next (self);
  g_clear_handle_id (&self->making, g_source_remove);
}
