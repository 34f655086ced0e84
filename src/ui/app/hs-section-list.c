/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sidebar and bottom switcher: the same sections for wide and narrow windows. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-section-list.h"

#include "compat/hs-accessible.h"
#include "widgets/hs-book-watch.h"
#include "widgets/hs-dossier-words.h"

#include <glib/gi18n.h>

struct _HsSectionList
{
  GObject parent_instance;
  GtkListBox *sidebar;               /* (owned) */
  GtkBox *switcher;                  /* (owned) */
  GtkLabel *counts[HS_N_SECTIONS];   /* (unowned) inside sidebar */
  GtkWidget *buttons[HS_N_SECTIONS]; /* (unowned) inside switcher */
  HsBookWatch *watch;                /* (owned) (nullable) */
  gboolean selecting;                /* a button changes because of us */
};

G_DEFINE_FINAL_TYPE (HsSectionList, hs_section_list, G_TYPE_OBJECT)

static const struct
{
  const char *title;
  const char *icon;
  const char *action;
  const char *target; /* (nullable) */
} sections[HS_N_SECTIONS] = {
  [HS_SECTION_HOME] = { N_ ("Home"), "go-home-symbolic", "win.go-home", NULL },
  [HS_SECTION_CATALOGUE] = { N_ ("Procedures"), "view-list-bullet-symbolic", "win.show-catalogue",
                             "" },
  [HS_SECTION_DOSSIERS] = { N_ ("Dossiers"), "folder-documents-symbolic", "win.show-dossiers",
                            NULL },
  [HS_SECTION_FAMILY] = { N_ ("Family"), "system-users-symbolic", "win.show-profile", NULL },
};

void
hs_section_list_activate (HsSectionList *self, guint index)
{
  g_return_if_fail (HS_IS_SECTION_LIST (self));
  if (index >= HS_N_SECTIONS)
    return;
  gtk_widget_activate_action_variant (
    GTK_WIDGET (self->sidebar), sections[index].action,
    sections[index].target != NULL ? g_variant_new_string (sections[index].target) : NULL);
}

static void
toggled_cb (HsSectionList *self, GtkToggleButton *button)
{
  if (self->selecting)
    return;
  for (guint i = 0; i < HS_N_SECTIONS; i++)
    if (self->buttons[i] == GTK_WIDGET (button) && gtk_toggle_button_get_active (button))
      hs_section_list_activate (self, i);
}

static GtkWidget *
make_icon (guint index)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", sections[index].icon, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

static void
add_row (HsSectionList *self, guint index)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (_ (sections[index].title));
  GtkWidget *count = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_visible (count, FALSE);
  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (count, "hs-count");
  gtk_box_append (GTK_BOX (box), make_icon (index));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  hs_accessible_set_name (row, _ (sections[index].title));
  gtk_list_box_append (self->sidebar, row);
  self->counts[index] = GTK_LABEL (count);
}

static void
add_button (HsSectionList *self, guint index)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *label = gtk_label_new (_ (sections[index].title));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), make_icon (index));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  hs_accessible_set_name (button, _ (sections[index].title));
  if (index > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (self->buttons[0]));
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->switcher, button);
  self->buttons[index] = button;
}

static void
update_count (HsSectionList *self, HsCaseBook *book)
{
  GtkLabel *count = self->counts[HS_SECTION_DOSSIERS];
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (count), GTK_TYPE_LIST_BOX_ROW);
  guint n = 0;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (book)); i++)
    {
      g_autoptr (HsDossier) dossier = g_list_model_get_item (G_LIST_MODEL (book), i);
      HsDossierGroup group = hs_dossier_words (hs_dossier_get_state (dossier)).group;

      if (group == HS_DOSSIER_GROUP_ANSWER || group == HS_DOSSIER_GROUP_UNFINISHED)
        n++;
    }
  text = g_strdup_printf ("%u", n);
  gtk_label_set_label (count, text);
  gtk_widget_set_visible (GTK_WIDGET (count), n > 0);
  name = n > 0 ? g_strdup_printf (_ ("Dossiers, %u wait for you"), n) : g_strdup (_ ("Dossiers"));
  hs_accessible_set_name (row, name);
}

static void
hs_section_list_dispose (GObject *object)
{
  HsSectionList *self = HS_SECTION_LIST (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->sidebar);
  g_clear_object (&self->switcher);
  G_OBJECT_CLASS (hs_section_list_parent_class)->dispose (object);
}

static void
hs_section_list_class_init (HsSectionListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_section_list_dispose;
}

static void
hs_section_list_init (HsSectionList *self)
{
}

HsSectionList *
hs_section_list_new (GtkListBox *sidebar, GtkBox *switcher)
{
  HsSectionList *self = g_object_new (HS_TYPE_SECTION_LIST, NULL);

  self->sidebar = g_object_ref (sidebar);
  self->switcher = g_object_ref (switcher);
  for (guint i = 0; i < HS_N_SECTIONS; i++)
    {
      add_row (self, i);
      add_button (self, i);
    }
  return self;
}

void
hs_section_list_set_book (HsSectionList *self, HsCaseBook *book)
{
  g_return_if_fail (HS_IS_SECTION_LIST (self) && HS_IS_CASE_BOOK (book));
  g_clear_object (&self->watch);
  self->watch = hs_book_watch_new (book);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (update_count), self,
                           G_CONNECT_SWAPPED);
  update_count (self, book);
}

void
hs_section_list_select (HsSectionList *self, HsSection section)
{
  g_return_if_fail (HS_IS_SECTION_LIST (self) && section < HS_N_SECTIONS);
  self->selecting = TRUE;
  gtk_list_box_select_row (self->sidebar,
                           gtk_list_box_get_row_at_index (self->sidebar, (int) section));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[section]), TRUE);
  self->selecting = FALSE;
}
