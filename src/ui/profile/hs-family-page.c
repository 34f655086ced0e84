/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page "Family". */
#define G_LOG_DOMAIN "hoso"

#include "profile/hs-family-page.h"

#include "app/hs-feedback.h"
#include "app/hs-sentences.h"
#include "compat/hs-accessible.h"
#include "profile/hs-card-window.h"
#include "profile/hs-person-undo.h"
#include "profile/hs-person-words.h"
#include "widgets/hs-protection.h"

#include <glib/gi18n.h>

struct _HsFamilyPage
{
  HsPage parent_instance;
  HsHousehold *household; /* (owned) */

  GtkStack *stack;
  GtkListBox *list;
  GtkLabel *protection_label;
  GtkLabel *empty_protection_label;
  GtkLabel *unreadable_label;
  GtkWidget *card_button;
  GtkWidget *empty_card_button;
};

G_DEFINE_FINAL_TYPE (HsFamilyPage, hs_family_page, HS_TYPE_PAGE)

static void
remove_cb (GtkButton *button, HsFamilyPage *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "person");
  HsPerson *person = hs_household_find (self->household, id);

  if (person != NULL)
    hs_person_remove (GTK_WIDGET (self), self->household, person);
}

static GtkWidget *
new_remove_button (HsFamilyPage *self, HsPerson *person)
{
  g_autofree char *name = g_strdup_printf (_ ("Remove: %s"), hs_person_get_name (person));
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove from the family"));
  hs_accessible_set_name (button, name);
  g_object_set_data_full (G_OBJECT (button), "person", g_strdup (hs_person_get_id (person)),
                          g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  return button;
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  HsFamilyPage *self = data;
  HsPerson *person = item;
  HsWorld *world = hs_app_context_get_world (hs_page_get_context (HS_PAGE (self)));
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (36, hs_person_get_name (person), TRUE);
  GtkWidget *edit = gtk_button_new_with_label (_ ("See and edit"));
  g_autofree char *summary = hs_person_summary (person, world);
  g_autofree char *name = hs_sentences (hs_person_get_name (person), summary, NULL);
  g_autofree char *edit_name =
    g_strdup_printf (_ ("See and edit: %s"), hs_person_get_name (person));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), hs_person_get_name (person));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), summary);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  g_object_set (avatar, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  gtk_widget_set_valign (edit, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (edit), "win.edit-person");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (edit), "s", hs_person_get_id (person));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), edit);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_remove_button (self, person));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), edit);
  /* after the row has made its title the button's label */
  hs_accessible_set_name (edit, edit_name);
  hs_accessible_set_name (row, name);
  return row;
}

static void
update (HsFamilyPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->household));
  const char *const *unreadable = hs_household_get_unreadable (self->household);
  guint n_bad = g_strv_length ((char **) unreadable);
  g_autofree char *text = g_strdup_printf (
    ngettext ("%u person cannot be read, and was left as they are. A newer version of the program "
              "may have written them.",
              "%u people cannot be read, and were left as they are. A newer version of the program "
              "may have written them.",
              n_bad),
    n_bad);

  gtk_label_set_text (self->unreadable_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->unreadable_label), n_bad > 0);
  gtk_stack_set_visible_child_name (self->stack, n == 0 && n_bad == 0 ? "empty" : "people");
}

static void
card_cb (HsFamilyPage *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  gtk_window_present (GTK_WINDOW (
    hs_card_window_new (window, hs_page_get_context (HS_PAGE (self)), self->household)));
}

static void
hs_family_page_shown (HsPage *page)
{
  HsFamilyPage *self = HS_FAMILY_PAGE (page);
  g_autoptr (GError) error = NULL;

  /* what another process has changed */
  if (!hs_household_reload (self->household, &error))
    hs_app_show_error (GTK_WIDGET (self), error);
  update (self);
}

static gboolean
hs_family_page_focus_first (HsPage *page)
{
  HsFamilyPage *self = HS_FAMILY_PAGE (page);
  gboolean empty = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") == 0;

  return gtk_widget_grab_focus (empty ? self->empty_card_button : self->card_button);
}

static void
hs_family_page_dispose (GObject *object)
{
  HsFamilyPage *self = HS_FAMILY_PAGE (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  G_OBJECT_CLASS (hs_family_page_parent_class)->dispose (object);
}

static void
hs_family_page_finalize (GObject *object)
{
  g_clear_object (&HS_FAMILY_PAGE (object)->household);
  G_OBJECT_CLASS (hs_family_page_parent_class)->finalize (object);
}

static void
hs_family_page_class_init (HsFamilyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_family_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_family_page_finalize;
  HS_PAGE_CLASS (klass)->shown = hs_family_page_shown;
  HS_PAGE_CLASS (klass)->focus_first = hs_family_page_focus_first;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/profile/hs-family-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsFamilyPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HsFamilyPage, list);
  gtk_widget_class_bind_template_child (widget_class, HsFamilyPage, protection_label);
  gtk_widget_class_bind_template_child (widget_class, HsFamilyPage, empty_protection_label);
  gtk_widget_class_bind_template_child (widget_class, HsFamilyPage, unreadable_label);
  gtk_widget_class_bind_template_child (widget_class, HsFamilyPage, card_button);
  gtk_widget_class_bind_template_child (widget_class, HsFamilyPage, empty_card_button);
  gtk_widget_class_bind_template_callback (widget_class, card_cb);
}

static void
hs_family_page_init (HsFamilyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hs_accessible_follow_stack (self->stack);
}

static void
show_household (HsFamilyPage *self, HsHousehold *household)
{
  HsStore *store = hs_app_context_get_store (hs_page_get_context (HS_PAGE (self)));
  g_autofree char *protection = hs_protection_text (store);

  self->household = g_object_ref (household);
  gtk_label_set_text (self->protection_label, protection);
  gtk_label_set_text (self->empty_protection_label, protection);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (household), make_row, self, NULL);
  g_signal_connect_object (household, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

HsPage *
hs_family_page_make (HsAppContext *context, GVariant *target, GError **error)
{
  HsHousehold *household = hs_app_context_get_household (context, error);
  HsPage *page;

  if (household == NULL)
    return NULL;
  page = g_object_new (HS_TYPE_FAMILY_PAGE, "context", context, NULL);
  show_household (HS_FAMILY_PAGE (page), household);
  return page;
}
