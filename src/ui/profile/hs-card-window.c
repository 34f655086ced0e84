/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding a person by the QR code of their card: read it, see whom it tells of, say who it is, keep. */
#define G_LOG_DOMAIN "hoso"

#include "profile/hs-card-window.h"

#include "app/hs-feedback.h"
#include "compat/hs-accessible.h"
#include "profile/hs-card-entry.h"
#include "profile/hs-person-undo.h"
#include "profile/hs-person-words.h"

#include <glib/gi18n.h>

struct _HsCardWindow
{
  AdwWindow parent_instance;

  HsHousehold *household; /* (owned) */
  HsCardEntry *entry;     /* (unowned) child */
  GtkDropDown *relation;  /* (unowned) child */
  GtkWidget *known;       /* (unowned) child: this person is here already */
  GtkWidget *save_button; /* (unowned) child */
};

G_DEFINE_FINAL_TYPE (HsCardWindow, hs_card_window, ADW_TYPE_WINDOW)

/* (transfer full) (nullable) with the relation chosen; NULL: error. */
static HsPerson *
make_person (HsCardWindow *self, GError **error)
{
  const char *relation = hs_person_relation_at (gtk_drop_down_get_selected (self->relation));
  HsPerson *read = hs_card_entry_get_person (self->entry);
  g_autoptr (JsonObject) changes = NULL;

  if (relation == NULL)
    return g_object_ref (read);
  changes = json_object_new ();
  json_object_set_string_member (changes, "relation", relation);
  return hs_person_change (read, changes, NULL, NULL, error);
}

static void
save_cb (HsCardWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (HsPerson) person = NULL;
  g_autoptr (GError) error = NULL;

  if (hs_card_entry_get_person (self->entry) == NULL)
    return;
  person = make_person (self, &error);
  if (person == NULL)
    {
      hs_app_show_error (GTK_WIDGET (self), error);
      return;
    }
  hs_person_keep (GTK_WIDGET (parent), self->household, person);
  gtk_window_close (GTK_WINDOW (self));
}

static void
person_cb (HsCardWindow *self)
{
  HsPerson *person = hs_card_entry_get_person (self->entry);
  HsPerson *known = person != NULL ? hs_household_find_same (self->household, person) : NULL;

  gtk_widget_set_sensitive (self->save_button, person != NULL);
  gtk_widget_set_visible (self->known, known != NULL);
  gtk_button_set_label (GTK_BUTTON (self->save_button),
                        known != NULL ? _ ("Bring up to date") : _ ("Add to the family"));
}

static void
add_relation (HsCardWindow *self, GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (_ ("Who is this to you?"));
  GtkWidget *drop = gtk_drop_down_new (G_LIST_MODEL (hs_person_list_relations ()), NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "field-label");
  gtk_widget_set_halign (drop, GTK_ALIGN_START);
  hs_accessible_name_drop_down (GTK_DROP_DOWN (drop), _ ("Who is this to you?"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), drop);
  self->relation = GTK_DROP_DOWN (drop);
}

static GtkWidget *
new_header (HsCardWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  self->save_button = gtk_button_new_with_label (_ ("Add to the family"));
  gtk_widget_add_css_class (self->save_button, "suggested-action");
  gtk_widget_set_sensitive (self->save_button, FALSE);
  g_signal_connect_object (self->save_button, "clicked", G_CALLBACK (save_cb), self,
                           G_CONNECT_SWAPPED);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save_button);
  return header;
}

static void
build (HsCardWindow *self, HsUnits *units)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry = hs_card_entry_new (units);

  gtk_box_append (GTK_BOX (outer), new_header (self));
  self->entry = HS_CARD_ENTRY (entry);
  g_signal_connect_object (entry, "notify::person", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), entry);
  self->known = gtk_label_new (_ ("This person is in the family already: what the card says takes "
                                  "the place of what was kept."));
  gtk_label_set_wrap (GTK_LABEL (self->known), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->known), 0);
  gtk_widget_set_visible (self->known, FALSE);
  gtk_box_append (GTK_BOX (box), self->known);
  add_relation (self, box);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (outer), scrolled);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_grab_focus (entry);
}

static void
hs_card_window_dispose (GObject *object)
{
  adw_window_set_content (ADW_WINDOW (object), NULL);
  G_OBJECT_CLASS (hs_card_window_parent_class)->dispose (object);
}

static void
hs_card_window_finalize (GObject *object)
{
  g_clear_object (&HS_CARD_WINDOW (object)->household);
  G_OBJECT_CLASS (hs_card_window_parent_class)->finalize (object);
}

static void
hs_card_window_class_init (HsCardWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_card_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_card_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
hs_card_window_init (HsCardWindow *self)
{
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 560);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Identity card"));
}

GtkWidget *
hs_card_window_new (GtkWindow *parent, HsAppContext *context, HsHousehold *household)
{
  HsCardWindow *self = g_object_new (HS_TYPE_CARD_WINDOW, "transient-for", parent, NULL);

  self->household = g_object_ref (household);
  build (self, hs_app_context_get_units (context));
  return GTK_WIDGET (self);
}
