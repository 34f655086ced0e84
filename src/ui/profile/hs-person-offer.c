/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People of a declaration who are not in the family yet, or with other data: the way to keep them. */
#define G_LOG_DOMAIN "hoso"

#include "profile/hs-person-offer.h"

#include "form/profile/hs-identity-card.h"
#include "profile/hs-person-undo.h"

#include <glib/gi18n.h>

#define MAX_OFFERS 8

struct _HsPersonOffer
{
  AdwBin parent_instance;

  HsHousehold *household; /* (owned) (nullable) NULL: it cannot be read, nothing is offered */
  GPtrArray *people;      /* (owned) (element-type HsPerson) of the declaration */
  GtkWidget *buttons;     /* (unowned) child */
};

G_DEFINE_FINAL_TYPE (HsPersonOffer, hs_person_offer, ADW_TYPE_BIN)

static void
add_person (HsPersonOffer *self, HsForm *form, const char *role, HsFormRow *row)
{
  /* a role without a name has nobody to keep */
  HsPerson *person = hs_form_dup_person (form, role, row, NULL);

  if (person != NULL)
    g_ptr_array_add (self->people, person);
}

/* The roles that the rows of a repeat have. */
static void
add_rows (HsPersonOffer *self, HsForm *form, GListModel *rows)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows) && self->people->len < MAX_OFFERS; i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (rows, i);
      GListModel *fields = hs_form_row_get_fields (row);
      const char *last = NULL;

      for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, k);
          const char *role = hs_form_field_get_role (field);

          if (role != NULL && g_strcmp0 (role, last) != 0)
            add_person (self, form, role, row);
          last = role != NULL ? role : last;
        }
    }
}

static void
list_people (HsPersonOffer *self, HsForm *form)
{
  g_autoptr (GPtrArray) roles = hs_form_list_roles (form);
  GListModel *sections = hs_form_get_sections (form);

  for (guint i = 0; i < roles->len; i++)
    add_person (self, form, roles->pdata[i], NULL);
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = hs_form_section_get_fields (section);

      for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, k);

          if (hs_form_field_get_rows (field) != NULL && hs_form_field_is_relevant (field))
            add_rows (self, form, hs_form_field_get_rows (field));
        }
    }
}

/* The household would have nothing more from this person. */
static gboolean
is_kept (HsPerson *known, HsPerson *person)
{
  g_autoptr (HsPerson) merged = hs_identity_card_merge (known, person, NULL);

  return merged == NULL || hs_person_equal (merged, known);
}

static void
keep_cb (GtkButton *button, HsPersonOffer *self)
{
  HsPerson *person = g_object_get_data (G_OBJECT (button), "person");

  hs_person_keep (GTK_WIDGET (self), self->household, person);
}

static void
add_button (HsPersonOffer *self, HsPerson *person, gboolean known)
{
  g_autofree char *text = g_strdup_printf (
    known ? _ ("Bring %s up to date") : _ ("Keep %s in the family"), hs_person_get_name (person));
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data_full (G_OBJECT (button), "person", g_object_ref (person), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (keep_cb), self, 0);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

static void
update (HsPersonOffer *self)
{
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (self->buttons)) != NULL)
    gtk_box_remove (GTK_BOX (self->buttons), child);
  for (guint i = 0; self->household != NULL && i < self->people->len && n < MAX_OFFERS; i++)
    {
      HsPerson *known = hs_household_find_same (self->household, self->people->pdata[i]);

      if (known != NULL && is_kept (known, self->people->pdata[i]))
        continue;
      add_button (self, self->people->pdata[i], known != NULL);
      n++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
hs_person_offer_finalize (GObject *object)
{
  HsPersonOffer *self = HS_PERSON_OFFER (object);

  g_clear_object (&self->household);
  g_ptr_array_unref (self->people);
  G_OBJECT_CLASS (hs_person_offer_parent_class)->finalize (object);
}

static void
hs_person_offer_class_init (HsPersonOfferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_person_offer_finalize;
}

static void
add_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
}

static void
hs_person_offer_init (HsPersonOffer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->people = g_ptr_array_new_with_free_func (g_object_unref);
  add_label (box, _ ("Keep these people in the family?"), "heading");
  add_label (box,
             _ ("Next time their data is filled in at one click. It lies only on this computer, "
                "sealed."),
             "dim-label");
  self->buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), self->buttons);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
hs_person_offer_new (HsAppContext *context, HsForm *form)
{
  HsPersonOffer *self = g_object_new (HS_TYPE_PERSON_OFFER, NULL);
  g_autoptr (GError) error = NULL;
  HsHousehold *household;

  g_return_val_if_fail (HS_IS_APP_CONTEXT (context) && HS_IS_FORM (form), NULL);
  household = hs_app_context_get_household (context, &error);
  if (household == NULL)
    g_message ("The household cannot be read, so nobody is offered to be kept: %s", error->message);
  else
    {
      self->household = g_object_ref (household);
      list_people (self, form);
      g_signal_connect_object (household, "items-changed", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
    }
  update (self);
  return GTK_WIDGET (self);
}
