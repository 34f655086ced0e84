/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last step. Before: what is sent, to whom, what it costs. Then: progress. Then: the number. */
#define G_LOG_DOMAIN "hoso"

#include "review/hs-send-page.h"
#include "compat/hs-accessible.h"

#include "app/hs-feedback.h"
#include "app/hs-portal-title.h"
#include "app/hs-sentences.h"
#include "base/hs-calendar.h"
#include "base/hs-money.h"
#include "review/hs-missing-list.h"
#include "review/hs-receipt-save.h"
#include "review/hs-sending-view.h"

#include <glib/gi18n.h>

struct _HsSendPage
{
  AdwBin parent_instance;

  HsAppContext *context;     /* (owned) */
  HsDossier *dossier;        /* (owned) */
  GCancellable *cancellable; /* (owned) for taking it back */
  HsSending *shown;          /* (unowned) (nullable) the sending the view shows, only compared */

  GtkWidget *missing; /* (unowned) HsMissingList in missing_box */
  GtkWidget *stack;
  GtkWidget *missing_box;
  GtkWidget *facts;
  GtkWidget *account_label;
  GtkWidget *sign_in_button;
  GtkWidget *sign_in_again_button;
  GtkWidget *later_button;
  GtkWidget *send_button;
  GtkWidget *sending_box;
  GtkWidget *unqueue_button;
  GtkWidget *number_label;
};

G_DEFINE_FINAL_TYPE (HsSendPage, hs_send_page, ADW_TYPE_BIN)

static void
add_fact (HsSendPage *self, int row, const char *name, const char *value)
{
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *text = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_grid_attach (GTK_GRID (self->facts), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->facts), text, 1, row, 1, 1);
}

static HsChannel *
online_channel (HsSendPage *self)
{
  GPtrArray *channels = hs_procedure_get_channels (hs_dossier_get_procedure (self->dossier));

  for (guint i = 0; i < channels->len; i++)
    if (g_strcmp0 (((HsChannel *) channels->pdata[i])->kind, "online") == 0)
      return channels->pdata[i];
  return NULL;
}

/* What this declaration itself comes to, where its form computes it: by convention a field "lePhi". */
static char *
dup_own_fee (HsSendPage *self)
{
  HsForm *form = hs_dossier_get_form (self->dossier);
  GListModel *sections = form != NULL ? hs_form_get_sections (form) : NULL;

  for (guint i = 0; sections != NULL && i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = hs_form_section_get_fields (section);

      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, j);

          if (g_str_has_suffix (hs_form_field_get_pointer (field), "/lePhi") &&
              hs_form_field_is_relevant (field) && *hs_form_field_get_text (field) != '\0')
            return g_strdup_printf ("%s: %s", hs_form_field_get_label (field),
                                    hs_form_field_get_text (field));
        }
    }
  return NULL;
}

/* (nullable): the day the result is due if the office takes the dossier now. */
static char *
dup_expected (HsSendPage *self, HsChannel *channel)
{
  HsWorld *world = hs_app_context_get_world (self->context);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsCalendar) calendar = NULL;
  HsDate from, until;
  g_autofree char *day = NULL;

  if (channel == NULL || channel->duration <= 0 ||
      g_strcmp0 (channel->duration_unit, "working-day") != 0)
    return NULL;
  calendar = hs_calendar_load (world, &error);
  if (calendar == NULL ||
      !hs_calendar_day_of_receipt (calendar, hs_world_now_us (world), &from, &error) ||
      !hs_calendar_add_working_days (calendar, &from, channel->duration, &until, &error))
    {
      g_message ("no expected date: %s", error->message); /* the number of days is shown alone */
      return NULL;
    }
  day = hs_date_to_text (&until);
  return g_strdup_printf (_ ("if it is accepted today, by %s"), day);
}

static char *
dup_fee (HsChannel *channel)
{
  if (channel == NULL)
    return g_strdup (_ ("The office will tell you"));
  if (channel->fee == 0)
    return g_strdup (_ ("Free of charge"));
  if (channel->fee > 0)
    return hs_money_to_text (channel->fee);
  return g_strdup (channel->fee_text != NULL ? channel->fee_text : _ ("The office will tell you"));
}

static char *
dup_time (HsChannel *channel)
{
  if (channel == NULL || channel->duration <= 0)
    return g_strdup (_ ("See the procedure"));
  if (g_strcmp0 (channel->duration_unit, "working-day") == 0)
    return g_strdup_printf (ngettext ("%d working day from acceptance",
                                      "%d working days from acceptance",
                                      (gulong) channel->duration),
                            channel->duration);
  if (g_strcmp0 (channel->duration_unit, "hour") == 0)
    return g_strdup_printf (
      ngettext ("%d hour from acceptance", "%d hours from acceptance", (gulong) channel->duration),
      channel->duration);
  if (g_strcmp0 (channel->duration_unit, "month") == 0)
    return g_strdup_printf (ngettext ("%d month from acceptance", "%d months from acceptance",
                                      (gulong) channel->duration),
                            channel->duration);
  return g_strdup_printf (
    ngettext ("%d day from acceptance", "%d days from acceptance", (gulong) channel->duration),
    channel->duration);
}

static char *
dup_files (HsSendPage *self)
{
  GListModel *slots = hs_dossier_get_slots (self->dossier);
  guint64 bytes = 0;
  guint n = 0;
  g_autofree char *size = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      GListModel *attachments = hs_slot_get_attachments (slot);

      for (guint j = 0; j < g_list_model_get_n_items (attachments); j++)
        {
          g_autoptr (HsAttachment) attachment = g_list_model_get_item (attachments, j);
          bytes += hs_attachment_get_size (attachment);
          n++;
        }
    }
  size = hs_size_text (bytes);
  if (hs_dossier_get_form (self->dossier) == NULL)
    return g_strdup_printf (ngettext ("%u paper (%s)", "%u papers (%s)", n), n, size);
  return g_strdup_printf (
    ngettext ("The declaration and %u paper (%s)", "The declaration and %u papers (%s)", n), n,
    size);
}

static void
fill_facts (HsSendPage *self)
{
  HsUnit *office = hs_dossier_get_office (self->dossier);
  HsChannel *channel = online_channel (self);
  const char *url = hs_case_book_get_portal_url (hs_app_context_get_case_book (self->context));
  g_autofree char *portal = url != NULL ? hs_portal_title (url) : NULL;
  g_autofree char *fee = dup_fee (channel);
  g_autofree char *own_fee = dup_own_fee (self);
  g_autofree char *all_fees = own_fee != NULL ? g_strconcat (fee, "\n", own_fee, NULL) : NULL;
  g_autofree char *time = dup_time (channel);
  g_autofree char *expected = dup_expected (self, channel);
  g_autofree char *all_time = expected != NULL ? g_strdup_printf ("%s (%s)", time, expected) : NULL;
  g_autofree char *files = dup_files (self);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->facts)) != NULL)
    gtk_grid_remove (GTK_GRID (self->facts), child);
  add_fact (self, 0, _ ("To"), office != NULL ? hs_unit_get_path (office) : _ ("Not chosen yet"));
  add_fact (self, 1, _ ("Through"), portal != NULL ? portal : _ ("No portal is chosen"));
  add_fact (self, 2, _ ("What"), files);
  add_fact (self, 3, _ ("Fee"), all_fees != NULL ? all_fees : fee);
  add_fact (self, 4, _ ("Time"), all_time != NULL ? all_time : time);
}

static void
show_account (HsSendPage *self)
{
  HsSession *session = hs_app_context_get_session (self->context);
  gboolean signed_in = session != NULL && hs_session_is_signed_in (session);
  gboolean ready = hs_missing_list_get_n (HS_MISSING_LIST (self->missing)) == 0;
  g_autofree char *name = signed_in ? hs_session_dup_name (session) : NULL;
  g_autofree char *text = NULL;

  if (session == NULL)
    text = g_strdup (_ ("No portal is chosen yet. Choose one in the settings to send."));
  else if (!signed_in)
    text = g_strdup (_ ("Sign in first, so that the office knows who sends."));
  else
    text = g_strdup_printf (_ ("Signed in as %s."), name != NULL ? name : "—");
  gtk_label_set_text (GTK_LABEL (self->account_label), text);
  gtk_widget_set_visible (self->sign_in_button, session != NULL && !signed_in);
  gtk_widget_set_visible (self->sign_in_again_button, session != NULL && !signed_in);
  gtk_widget_set_sensitive (self->send_button, ready && signed_in);
  gtk_widget_set_sensitive (self->later_button, ready);
}

static void
show_sending (HsSendPage *self, HsSending *sending)
{
  HsDossierState state = hs_dossier_get_state (self->dossier);
  GtkWidget *child;

  gtk_widget_set_visible (self->unqueue_button,
                          state == HS_DOSSIER_QUEUED || state == HS_DOSSIER_SENDING);
  if (self->shown == sending)
    return;
  while ((child = gtk_widget_get_first_child (self->sending_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->sending_box), child);
  self->shown = sending;
  if (sending != NULL)
    gtk_box_append (GTK_BOX (self->sending_box), hs_sending_view_new (self->context, sending));
}

static void
show (HsSendPage *self)
{
  HsDossierState state = hs_dossier_get_state (self->dossier);
  const char *number = hs_dossier_get_reference_no (self->dossier);

  if (state == HS_DOSSIER_DRAFT)
    {
      fill_facts (self);
      show_sending (self, NULL);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "ready");
    }
  else if (state < HS_DOSSIER_SUBMITTED)
    {
      show_sending (self, hs_case_book_get_sending (hs_app_context_get_case_book (self->context),
                                                    self->dossier));
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "sending");
    }
  else
    {
      gtk_label_set_text (GTK_LABEL (self->number_label), number != NULL ? number : "");
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "done");
    }
  show_account (self);
}

static gboolean
queue (HsSendPage *self)
{
  HsCaseBook *book = hs_app_context_get_case_book (self->context);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsSending) sending = hs_case_book_queue (book, self->dossier, &error);

  if (sending == NULL)
    hs_app_show_error (GTK_WIDGET (self), error);
  show (self);
  return sending != NULL;
}

static void
send_cb (HsSendPage *self)
{
  if (queue (self))
    hs_case_book_resume_one (hs_app_context_get_case_book (self->context), self->dossier);
}

static void
later_cb (HsSendPage *self)
{
  if (queue (self))
    hs_app_toast (GTK_WIDGET (self),
                  _ ("It is in the outbox. Send it from here whenever you like."));
}

static void
unqueued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HsSendPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!hs_case_book_unqueue_finish (HS_CASE_BOOK (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hs_app_show_error (GTK_WIDGET (self), error);
  if (self->dossier == NULL)
    return; /* the page is gone */
  gtk_widget_set_sensitive (self->unqueue_button, TRUE);
  show (self);
}

static void
unqueue_cb (HsSendPage *self)
{
  gtk_widget_set_sensitive (self->unqueue_button, FALSE);
  hs_case_book_unqueue_async (hs_app_context_get_case_book (self->context), self->dossier,
                              self->cancellable, unqueued_cb, g_object_ref (self));
}

static void
follow_cb (HsSendPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-tracking", "s",
                              hs_dossier_get_id (self->dossier));
}

static void
save_receipt_cb (HsSendPage *self)
{
  hs_receipt_save (GTK_WIDGET (self), self->context, self->dossier);
}

static void
hs_send_page_dispose (GObject *object)
{
  HsSendPage *self = HS_SEND_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the bin does not see the template take it */
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_SEND_PAGE);
  g_clear_object (&self->context);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_send_page_parent_class)->dispose (object);
}

static void
hs_send_page_finalize (GObject *object)
{
  g_object_unref (HS_SEND_PAGE (object)->cancellable);
  G_OBJECT_CLASS (hs_send_page_parent_class)->finalize (object);
}

static void
hs_send_page_class_init (HsSendPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_send_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_send_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/review/hs-send-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, missing_box);
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, facts);
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, account_label);
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, sign_in_again_button);
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, later_button);
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, send_button);
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, sending_box);
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, unqueue_button);
  gtk_widget_class_bind_template_child (widget_class, HsSendPage, number_label);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, later_cb);
  gtk_widget_class_bind_template_callback (widget_class, unqueue_cb);
  gtk_widget_class_bind_template_callback (widget_class, follow_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_receipt_cb);
}

static void
hs_send_page_init (HsSendPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  hs_accessible_follow_stack (GTK_STACK (self->stack));
}

GtkWidget *
hs_send_page_new (HsAppContext *context, HsDossier *dossier)
{
  HsSendPage *self = g_object_new (HS_TYPE_SEND_PAGE, NULL);
  HsSession *session = hs_app_context_get_session (context);

  self->context = g_object_ref (context);
  self->dossier = g_object_ref (dossier);
  self->missing = hs_missing_list_new (dossier, TRUE);
  gtk_box_append (GTK_BOX (self->missing_box), self->missing);
  g_signal_connect_object (self->missing, "notify::n-missing", G_CALLBACK (show_account), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dossier, "notify::state", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dossier, "notify::reference-no", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  if (session != NULL)
    g_signal_connect_object (session, "notify", G_CALLBACK (show_account), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}
