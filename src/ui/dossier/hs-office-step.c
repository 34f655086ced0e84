/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first step: the office that receives the dossier. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-office-step.h"

#include "base/hs-text.h"

#include <glib/gi18n.h>

#define MAX_SHOWN 12

struct _HsOfficeStep
{
  AdwBin parent_instance;

  HsDossier *dossier; /* (owned) */
  HsUnits *units;     /* (owned) */
  GListModel *found;  /* (owned) (nullable) of HsUnit, what the list shows */

  GtkWidget *hint_label;
  GtkWidget *chosen_box;
  GtkWidget *chosen_label;
  GtkWidget *entry;
  GtkWidget *list;
  GtkWidget *none_label;
  GtkWidget *continue_button;
};

G_DEFINE_FINAL_TYPE (HsOfficeStep, hs_office_step, ADW_TYPE_BIN)

static gboolean
decides_in_province (HsOfficeStep *self)
{
  return g_strcmp0 (hs_procedure_get_level (hs_dossier_get_procedure (self->dossier)),
                    "province") == 0;
}

static void
show_chosen (HsOfficeStep *self)
{
  HsUnit *office = hs_dossier_get_office (self->dossier);

  gtk_widget_set_visible (self->chosen_box, office != NULL);
  gtk_widget_set_sensitive (self->continue_button, office != NULL);
  if (office != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("Chosen: %s"), hs_unit_get_path (office));
      gtk_label_set_text (GTK_LABEL (self->chosen_label), text);
    }
}

static GtkWidget *
new_row (HsUnit *unit)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), hs_unit_get_full_name (unit));
  if (hs_unit_get_parent (unit) != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                 hs_unit_get_full_name (hs_unit_get_parent (unit)));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

/* Only units of the tier that decides. */
static GListModel *
find (HsOfficeStep *self, const char *text)
{
  g_autoptr (GListModel) all = hs_units_search (self->units, text, NULL, 5 * MAX_SHOWN);
  GListStore *fitting = g_list_store_new (HS_TYPE_UNIT);
  gboolean province = decides_in_province (self);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (all, i);

      if ((hs_unit_get_parent (unit) == NULL) == province &&
          g_list_model_get_n_items (G_LIST_MODEL (fitting)) < MAX_SHOWN)
        g_list_store_append (fitting, unit);
    }
  return G_LIST_MODEL (fitting);
}

static void
search_cb (HsOfficeStep *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  GtkListBoxRow *row;
  guint n = 0;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  g_clear_object (&self->found);
  if (!hs_text_is_blank (text))
    {
      self->found = find (self, text);
      n = g_list_model_get_n_items (self->found);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (self->found, i);
      gtk_list_box_append (GTK_LIST_BOX (self->list), new_row (unit));
    }
  gtk_widget_set_visible (self->list, n > 0);
  gtk_widget_set_visible (self->none_label, n == 0 && !hs_text_is_blank (text));
}

static void
choose (HsOfficeStep *self, guint position)
{
  g_autoptr (HsUnit) unit =
    self->found != NULL ? g_list_model_get_item (self->found, position) : NULL;

  if (unit == NULL)
    return;
  hs_dossier_set_office (self->dossier, unit);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  show_chosen (self);
  gtk_widget_grab_focus (self->continue_button);
}

static void
row_activated_cb (HsOfficeStep *self, GtkListBoxRow *row)
{
  choose (self, (guint) gtk_list_box_row_get_index (row));
}

static void
choose_first_cb (HsOfficeStep *self)
{
  search_cb (self);
  choose (self, 0);
}

static void
hs_office_step_dispose (GObject *object)
{
  HsOfficeStep *self = HS_OFFICE_STEP (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* the bin does not see the template take it */
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_OFFICE_STEP);
  g_clear_object (&self->found);
  g_clear_object (&self->dossier);
  g_clear_pointer (&self->units, hs_units_unref);
  G_OBJECT_CLASS (hs_office_step_parent_class)->dispose (object);
}

static void
hs_office_step_class_init (HsOfficeStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_office_step_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/dossier/hs-office-step.ui");
  gtk_widget_class_bind_template_child (widget_class, HsOfficeStep, hint_label);
  gtk_widget_class_bind_template_child (widget_class, HsOfficeStep, chosen_box);
  gtk_widget_class_bind_template_child (widget_class, HsOfficeStep, chosen_label);
  gtk_widget_class_bind_template_child (widget_class, HsOfficeStep, entry);
  gtk_widget_class_bind_template_child (widget_class, HsOfficeStep, list);
  gtk_widget_class_bind_template_child (widget_class, HsOfficeStep, none_label);
  gtk_widget_class_bind_template_child (widget_class, HsOfficeStep, continue_button);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_first_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
hs_office_step_init (HsOfficeStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hs_office_step_new (HsAppContext *context, HsDossier *dossier)
{
  HsOfficeStep *self = g_object_new (HS_TYPE_OFFICE_STEP, NULL);

  self->dossier = g_object_ref (dossier);
  self->units = hs_units_ref (hs_app_context_get_units (context));
  gtk_label_set_text (
    GTK_LABEL (self->hint_label),
    decides_in_province (self)
      ? _ ("The province decides on this procedure. Type its name, with or without diacritics.")
      : _ ("Type the name of the ward or commune, with or without diacritics, for example \"ba "
           "dinh\"."));
  show_chosen (self);
  g_signal_connect_object (dossier, "tasks-changed", G_CALLBACK (show_chosen), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
