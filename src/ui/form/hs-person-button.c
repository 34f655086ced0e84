/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Fill in from the family", above the first question about a person. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-person-button.h"

#include "app/hs-page.h"
#include "compat/hs-accessible.h"
#include "form/hs-form-fill.h"
#include "profile/hs-person-chooser.h"

#include <glib/gi18n.h>

struct _HsPersonButton
{
  AdwBin parent_instance;

  HsForm *form;   /* (owned) */
  char *role;     /* (owned) */
  HsFormRow *row; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HsPersonButton, hs_person_button, ADW_TYPE_BIN)

static void
clicked_cb (HsPersonButton *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), HS_TYPE_PAGE);

  if (page != NULL)
    hs_person_chooser_fill (GTK_WIDGET (self), hs_page_get_context (HS_PAGE (page)), self->form,
                            self->role, self->row);
}

/* The household is reached through the page; a form that is in none has no one to offer. */
static void
root_cb (HsPersonButton *self)
{
  gtk_widget_set_visible (adw_bin_get_child (ADW_BIN (self)),
                          gtk_widget_get_ancestor (GTK_WIDGET (self), HS_TYPE_PAGE) != NULL);
}

static void
hs_person_button_dispose (GObject *object)
{
  HsPersonButton *self = HS_PERSON_BUTTON (object);

  g_clear_object (&self->form);
  g_clear_object (&self->row);
  G_OBJECT_CLASS (hs_person_button_parent_class)->dispose (object);
}

static void
hs_person_button_finalize (GObject *object)
{
  g_free (HS_PERSON_BUTTON (object)->role);
  G_OBJECT_CLASS (hs_person_button_parent_class)->finalize (object);
}

static void
hs_person_button_class_init (HsPersonButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_person_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_person_button_finalize;
}

static void
hs_person_button_init (HsPersonButton *self)
{
}

static GtkWidget *
new_button (const char *word)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *inside = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_ ("Fill in from the family"));
  g_autofree char *name = NULL;

  /* TRANSLATORS: who: the mother */
  name = word != NULL ? g_strdup_printf (_ ("Fill in from the family: %s"), word)
                      : g_strdup (_ ("Fill in from the family"));
  gtk_label_set_text (GTK_LABEL (label), name);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (inside),
                  g_object_new (GTK_TYPE_IMAGE, "icon-name", "system-users-symbolic",
                                "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (inside), label);
  gtk_button_set_child (GTK_BUTTON (button), inside);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  hs_accessible_set_name (button, name);
  return button;
}

GtkWidget *
hs_person_button_new (HsForm *form, const char *role, HsFormRow *row)
{
  HsPersonButton *self = g_object_new (HS_TYPE_PERSON_BUTTON, NULL);
  GtkWidget *button = new_button (hs_form_get_role_word (form, role));

  self->form = g_object_ref (form);
  self->role = g_strdup (role);
  self->row = row != NULL ? g_object_ref (row) : NULL;
  adw_bin_set_child (ADW_BIN (self), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::root", G_CALLBACK (root_cb), self, G_CONNECT_SWAPPED);
  root_cb (self);
  return GTK_WIDGET (self);
}
