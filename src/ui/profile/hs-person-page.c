/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person of the household. The questions are a form of ours, so they are read, judged and drawn as in every
 * declaration. Leaving keeps what is right, and does not go while something is wrong. */
#define G_LOG_DOMAIN "hoso"

#include "profile/hs-person-page.h"

#include "app/hs-feedback.h"
#include "compat/hs-accessible.h"
#include "form/hs-field-row.h"
#include "form/hs-form.h"
#include "profile/hs-person-undo.h"

#include <glib/gi18n.h>

struct _HsPersonPage
{
  HsPage parent_instance;
  HsHousehold *household; /* (owned) */
  HsForm *form;           /* (owned) */
  char *id;               /* (owned) (nullable) NULL: a new person */
  JsonNode *kept;         /* (owned) answers that are kept */
  GPtrArray *shown;       /* (owned) (element-type HsFieldRow) unowned */
  gboolean saving;

  GtkWidget *title_label;
  GtkWidget *rows;
  GtkWidget *save_button;
  GtkWidget *discard_button;
  GtkWidget *remove_button;
};

G_DEFINE_FINAL_TYPE (HsPersonPage, hs_person_page, HS_TYPE_PAGE)

static JsonNode *
get_answers (HsPersonPage *self)
{
  g_autoptr (JsonNode) draft = hs_form_dup_draft (self->form);
  JsonObject *object = json_node_get_object (draft);
  JsonNode *pair = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  /* also what cannot be read yet is a change */
  json_array_add_element (array, json_node_copy (json_object_get_member (object, "answers")));
  json_array_add_element (array, json_node_copy (json_object_get_member (object, "typed")));
  json_node_take_array (pair, array);
  return pair;
}

static gboolean
is_changed (HsPersonPage *self)
{
  g_autoptr (JsonNode) now = get_answers (self);

  return !hs_json_equal (now, self->kept);
}

static void
keep_answers (HsPersonPage *self)
{
  g_clear_pointer (&self->kept, json_node_unref);
  self->kept = get_answers (self);
}

static void
update (HsPersonPage *self)
{
  gboolean changed = is_changed (self);
  HsFormField *name = hs_form_find_field (self->form, "/fullName");
  const char *text = name != NULL ? hs_form_field_get_text (name) : "";

  gtk_widget_set_sensitive (self->save_button, changed && !self->saving);
  gtk_widget_set_visible (self->discard_button, changed);
  gtk_widget_set_visible (self->remove_button, self->id != NULL);
  if (*text == '\0')
    text = _ ("New person");
  gtk_label_set_text (GTK_LABEL (self->title_label), text);
  hs_page_set_title (HS_PAGE (self), text);
}

/* Shows every error, and puts the focus at the first. TRUE: there is none. */
static gboolean
check (HsPersonPage *self)
{
  HsFieldRow *first = NULL;

  for (guint i = 0; i < self->shown->len; i++)
    {
      HsFieldRow *row = self->shown->pdata[i];

      hs_field_row_check (row);
      if (first == NULL && hs_form_field_is_relevant (hs_field_row_get_field (row)) &&
          hs_form_field_get_error (hs_field_row_get_field (row)) != NULL)
        first = row;
    }
  if (first != NULL)
    hs_field_row_focus (first);
  return first == NULL;
}

/* (transfer full) (nullable) with error. */
static HsPerson *
make_person (HsPersonPage *self, GError **error)
{
  HsUnits *units = hs_app_context_get_units (hs_page_get_context (HS_PAGE (self)));
  g_autoptr (JsonNode) answers = hs_form_dup_submission (self->form);

  if (self->id != NULL)
    json_object_set_string_member (json_node_get_object (answers), "id", self->id);
  return hs_person_new (answers, units, NULL, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsPersonPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPerson) person = hs_household_put_finish (HS_HOUSEHOLD (source), result, &error);

  self->saving = FALSE;
  if (person == NULL)
    {
      update (self);
      if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
        hs_app_show_error (GTK_WIDGET (self), error);
      return;
    }
  g_free (self->id);
  self->id = g_strdup (hs_person_get_id (person));
  keep_answers (self);
  update (self);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  hs_app_toast (GTK_WIDGET (self), _ ("Saved on this computer"));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
save_cb (HsPersonPage *self)
{
  g_autoptr (HsPerson) person = NULL;
  g_autoptr (GError) error = NULL;

  if (self->saving || !check (self))
    return;
  person = make_person (self, &error);
  if (person == NULL)
    {
      hs_app_show_error (GTK_WIDGET (self), error);
      return;
    }
  self->saving = TRUE;
  update (self);
  hs_household_put_async (self->household, person, NULL, saved_cb, g_object_ref (self));
}

static void
discard_cb (HsPersonPage *self)
{
  JsonArray *kept = json_node_get_array (self->kept);
  g_autoptr (JsonNode) draft = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autoptr (GError) error = NULL;

  json_object_set_member (object, "answers", json_array_dup_element (kept, 0));
  json_object_set_member (object, "typed", json_array_dup_element (kept, 1));
  json_node_take_object (draft, object);
  if (!hs_form_load_draft (self->form, draft, &error))
    hs_app_show_error (GTK_WIDGET (self), error);
}

static void
remove_cb (HsPersonPage *self)
{
  HsPerson *person = self->id != NULL ? hs_household_find (self->household, self->id) : NULL;

  if (person == NULL)
    return;
  hs_person_remove (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), self->household, person);
  keep_answers (self); /* nothing to be kept any more */
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

/* What is right is kept; what is wrong stays on screen. */
static gboolean
hs_person_page_may_leave (HsPage *page)
{
  HsPersonPage *self = HS_PERSON_PAGE (page);
  g_autoptr (HsPerson) person = NULL;
  HsPerson *stored = NULL;
  g_autoptr (GError) error = NULL;

  if (self->saving || !is_changed (self))
    return TRUE;
  if (!check (self))
    {
      hs_app_toast (GTK_WIDGET (self), _ ("Correct what is wrong, or press “Discard changes”"));
      return FALSE;
    }
  person = make_person (self, &error);
  if (person == NULL || !hs_household_put (self->household, person, &stored, &error))
    {
      hs_app_show_error (GTK_WIDGET (self), error);
      return FALSE;
    }
  g_free (self->id);
  self->id = g_strdup (hs_person_get_id (stored));
  keep_answers (self);
  hs_app_toast (GTK_WIDGET (self), _ ("Saved on this computer"));
  return TRUE;
}

static gboolean
hs_person_page_focus_first (HsPage *page)
{
  HsPersonPage *self = HS_PERSON_PAGE (page);

  if (self->shown->len == 0)
    return FALSE;
  hs_field_row_focus (self->shown->pdata[0]);
  return TRUE;
}

static void
hs_person_page_finalize (GObject *object)
{
  HsPersonPage *self = HS_PERSON_PAGE (object);

  g_clear_object (&self->household);
  g_clear_object (&self->form);
  g_free (self->id);
  g_clear_pointer (&self->kept, json_node_unref);
  g_ptr_array_unref (self->shown);
  G_OBJECT_CLASS (hs_person_page_parent_class)->finalize (object);
}

static void
hs_person_page_class_init (HsPersonPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hs_person_page_finalize;
  HS_PAGE_CLASS (klass)->may_leave = hs_person_page_may_leave;
  HS_PAGE_CLASS (klass)->focus_first = hs_person_page_focus_first;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/profile/hs-person-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsPersonPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, HsPersonPage, rows);
  gtk_widget_class_bind_template_child (widget_class, HsPersonPage, save_button);
  gtk_widget_class_bind_template_child (widget_class, HsPersonPage, discard_button);
  gtk_widget_class_bind_template_child (widget_class, HsPersonPage, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
hs_person_page_init (HsPersonPage *self)
{
  self->shown = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_group_title (HsPersonPage *self, const char *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "title-4");
  gtk_widget_set_margin_top (label, 18);
  gtk_box_append (GTK_BOX (self->rows), label);
}

static void
add_section (HsPersonPage *self, HsFormSection *section, HsUnits *units)
{
  GListModel *fields = hs_form_section_get_fields (section);
  const char *group = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (HsFormField) field = g_list_model_get_item (fields, i);
      const char *its_group = hs_form_field_get_group (field);
      GtkWidget *row = hs_field_row_new (self->form, field, units);

      if (its_group != NULL && g_strcmp0 (group, its_group) != 0)
        add_group_title (self, its_group);
      group = its_group;
      gtk_box_append (GTK_BOX (self->rows), row);
      g_ptr_array_add (self->shown, row);
    }
}

static void
build_rows (HsPersonPage *self, HsUnits *units)
{
  GListModel *sections = hs_form_get_sections (self->form);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);

      add_section (self, section, units);
    }
}

static gboolean
load_person (HsPersonPage *self, const char *id, GError **error)
{
  HsPerson *person = hs_household_find (self->household, id);
  g_autoptr (JsonNode) answers = NULL;

  if (person == NULL)
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_NOT_FOUND,
                   "there is no person %s in the household", id);
      return FALSE;
    }
  self->id = g_strdup (id);
  answers = hs_person_to_json (person);
  json_object_remove_member (json_node_get_object (answers), "id");
  return hs_form_load_draft (self->form, answers, error);
}

static HsForm *
open_form (HsAppContext *context, GError **error)
{
  HsWorld *world = hs_app_context_get_world (context);
  g_autofree char *path = hs_world_share_path (world, "profile/person.json");
  g_autoptr (HsFormPackage) package = hs_form_package_load_file (path, error);

  return package != NULL ? hs_form_new (package, world, hs_app_context_get_units (context)) : NULL;
}

HsPage *
hs_person_page_make (HsAppContext *context, GVariant *target, GError **error)
{
  HsHousehold *household = hs_app_context_get_household (context, error);
  g_autoptr (HsForm) form = household != NULL ? open_form (context, error) : NULL;
  const char *id = g_variant_get_string (target, NULL);
  HsPersonPage *self;

  if (form == NULL)
    return NULL;
  self = g_object_new (HS_TYPE_PERSON_PAGE, "context", context, NULL);
  self->household = g_object_ref (household);
  self->form = g_steal_pointer (&form);
  if (*id != '\0' && !load_person (self, id, error))
    {
      g_object_unref (g_object_ref_sink (self));
      return NULL;
    }
  keep_answers (self);
  build_rows (self, hs_app_context_get_units (context));
  g_signal_connect_object (self->form, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return HS_PAGE (self);
}
