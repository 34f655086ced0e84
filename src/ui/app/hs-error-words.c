/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place where an error code becomes words for the citizen: what happened, what was kept, what
 * to do next. One line per code; no GTK, so hosoctl says the same. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-error-words.h"

#include "base/hs-base-error.h"
#include "catalog/hs-catalogue.h"
#include "document/hs-document.h"
#include "dossier/hs-dossier.h"
#include "form/hs-form-error.h"
#include "portal/hs-portal-error.h"
#include "store/hs-store.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

typedef struct
{
  int code;
  const char *heading;
  const char *body;
  const char *next;
} Row;

typedef struct
{
  GQuark (*domain) (void);
  const Row *rows;
  guint n_rows;
} Domain;

static const Row base_rows[] = {
  { HS_BASE_ERROR_JSON_SYNTAX, N_ ("The file cannot be read"),
    N_ ("Its text is not well formed. Nothing of yours was changed."),
    N_ ("Choose another file, or ask for the file again where it came from.") },
  { HS_BASE_ERROR_JSON_ENCODING, N_ ("The file cannot be read"),
    N_ ("It holds characters that are not valid text. Nothing of yours was changed."),
    N_ ("Choose another file, or ask for the file again where it came from.") },
  { HS_BASE_ERROR_JSON_DUPLICATE, N_ ("The file contradicts itself"),
    N_ ("One piece of information is given twice. Nothing of yours was changed."),
    N_ ("Choose another file, or ask for the file again where it came from.") },
  { HS_BASE_ERROR_JSON_DEPTH, N_ ("The file cannot be read"),
    N_ ("It is nested too deeply to be a real one. Nothing of yours was changed."),
    N_ ("Choose another file.") },
  { HS_BASE_ERROR_JSON_SIZE, N_ ("The file is too large"), N_ ("Nothing of yours was changed."),
    N_ ("Choose a smaller file.") },
  { HS_BASE_ERROR_JSON_NUMBER, N_ ("A number in the file is too long"),
    N_ ("It would lose digits, so it was not read. Nothing of yours was changed."),
    N_ ("Choose another file, or ask for the file again where it came from.") },
  { HS_BASE_ERROR_VALUE, N_ ("This value cannot be read"), N_ ("What you typed was kept."),
    N_ ("Look at the example below the field and type it again.") },
  { HS_BASE_ERROR_CALENDAR, N_ ("The date cannot be calculated"),
    N_ ("The holidays of that year are not known to this version."),
    N_ ("Ask the office for the date, or update the program.") },
};

static const Row store_rows[] = {
  { HS_STORE_ERROR_FAILED, N_ ("Your data could not be read or saved"),
    N_ ("What was saved before is unchanged."),
    N_ ("Close the program, start it again and try once more.") },
  { HS_STORE_ERROR_NEWER, N_ ("Your data was made by a newer version"),
    N_ ("It was not touched, nothing is lost."), N_ ("Update Hồ Sơ, then open it again.") },
  { HS_STORE_ERROR_KEY, N_ ("Your data cannot be unlocked"),
    N_ ("It is still there, but the key for it was not found."),
    N_ ("Unlock your keyring, or restore the key file, then open Hồ Sơ again.") },
  { HS_STORE_ERROR_DAMAGED, N_ ("Your data is damaged"),
    N_ ("Something on the disk was changed. Nothing was overwritten."),
    N_ ("Restore the data folder from a backup, then open Hồ Sơ again.") },
  { HS_STORE_ERROR_FULL, N_ ("The disk is full"),
    N_ ("Your last change is not saved yet. Earlier changes are safe."),
    N_ ("Free some space, then try again.") },
  { HS_STORE_ERROR_BUSY, N_ ("Another program is writing"), N_ ("Nothing is lost."),
    N_ ("Wait a moment, then try again.") },
  { HS_STORE_ERROR_NOT_FOUND, N_ ("This is no longer here"),
    N_ ("It may have been deleted in another window."), N_ ("Go back and choose again.") },
};

static const Row catalog_rows[] = {
  { HS_CATALOG_ERROR_FORMAT, N_ ("This is not a list of procedures"),
    N_ ("The list you had is unchanged."), N_ ("Choose another file.") },
  { HS_CATALOG_ERROR_RECORD, N_ ("A procedure in the file is not valid"),
    N_ ("The list you had is unchanged."), N_ ("Tell whoever made the file, with the details.") },
  { HS_CATALOG_ERROR_DAMAGED, N_ ("The list of procedures is damaged"),
    N_ ("Your dossiers are not affected."), N_ ("Install Hồ Sơ again, then start it.") },
  { HS_CATALOG_ERROR_NOT_FOUND, N_ ("This procedure is not in the list"),
    N_ ("It may have been replaced by another one."), N_ ("Search for it by its name.") },
};

static const Row form_rows[] = {
  { HS_FORM_ERROR_PACKAGE, N_ ("The form is not valid"),
    N_ ("There is a mistake in the form itself, not in your answers. They were kept."),
    N_ ("Update Hồ Sơ, or hand in the form on paper.") },
  { HS_FORM_ERROR_CYCLE, N_ ("The form is not valid"),
    N_ ("Its rules contradict each other. Your answers were kept."),
    N_ ("Update Hồ Sơ, or hand in the form on paper.") },
  { HS_FORM_ERROR_ANSWERS, N_ ("The answers do not fit this form"), N_ ("Nothing was changed."),
    N_ ("Choose the answers made for this form.") },
  { HS_FORM_ERROR_ENGINE, N_ ("This form needs a newer version"), N_ ("Your answers were kept."),
    N_ ("Update Hồ Sơ, then open the form again.") },
  { HS_FORM_ERROR_FONT, N_ ("The declaration cannot be printed"),
    N_ ("A font with Vietnamese letters is missing. Your answers were kept."),
    N_ ("Install the Liberation fonts, then try again.") },
  { HS_FORM_ERROR_NOT_FOUND, N_ ("The form is not here"),
    N_ ("This version has no form for the procedure."),
    N_ ("Hand it in at the counter, or update Hồ Sơ.") },
  { HS_FORM_ERROR_PERSON, N_ ("This person's data cannot be kept like this"),
    N_ ("One of the answers is not right, or there are too many people. Nothing was changed."),
    N_ ("Correct the answer, then save again.") },
  { HS_FORM_ERROR_CARD, N_ ("This is not the text of an identity card"),
    N_ ("It could not be read. Nothing was changed."),
    N_ ("Read the QR code of the card again, or enter the data by hand.") },
  { HS_FORM_ERROR_INSTALLATION, N_ ("A part of Hồ Sơ is missing"),
    N_ ("Files that the form needs were not installed. Your answers were kept."),
    N_ ("Install Hồ Sơ again, then open the form again.") },
};

static const Row document_rows[] = {
  { HS_DOCUMENT_ERROR_EMPTY, N_ ("The file is empty"), N_ ("Nothing was added."),
    N_ ("Choose another file, or scan the paper again.") },
  { HS_DOCUMENT_ERROR_TYPE, N_ ("This kind of file cannot be used"),
    N_ ("The office takes PDF, JPEG and PNG. Nothing was added."),
    N_ ("Save the paper as PDF or take a picture of it, then choose that file.") },
  { HS_DOCUMENT_ERROR_DAMAGED, N_ ("The file is damaged"),
    N_ ("It cannot be read to the end. Nothing was added."),
    N_ ("Choose another file, or scan the paper again.") },
  { HS_DOCUMENT_ERROR_ENCRYPTED, N_ ("The file is locked with a password"),
    N_ ("The office could not open it either."),
    N_ ("Enter its password, or choose a file without one.") },
  { HS_DOCUMENT_ERROR_TOO_LARGE, N_ ("The document is too large"),
    N_ ("It has more pages or picture points than can be handled. Nothing was added."),
    N_ ("Divide it into smaller files, or scan it at 300 dpi.") },
  { HS_DOCUMENT_ERROR_TOO_BIG, N_ ("The file is larger than the office accepts"),
    N_ ("It could not be made small enough and stay readable. Nothing was added."),
    N_ ("Scan it in black and white, or divide it into smaller files.") },
  { HS_DOCUMENT_ERROR_SANDBOX, N_ ("No preview on this computer"),
    N_ ("The protected place for opening files could not be made, so the file was not opened."),
    N_ ("Ask whoever looks after this computer. You can still save the file.") },
  { HS_DOCUMENT_ERROR_HELPER, N_ ("The document could not be opened"),
    N_ ("The helper that reads it stopped. Your dossier is not affected."),
    N_ ("Try again. If it happens again, choose another file.") },
};

static const Row portal_rows[] = {
  { HS_PORTAL_ERROR_UNREACHABLE, N_ ("The portal cannot be reached"),
    N_ ("Everything is kept on this computer."),
    N_ ("Check the network. Sending goes on by itself when the portal answers.") },
  { HS_PORTAL_ERROR_BUSY, N_ ("The portal is busy"), N_ ("Everything is kept on this computer."),
    N_ ("Wait. It is tried again by itself.") },
  { HS_PORTAL_ERROR_STALLED, N_ ("The connection has stopped"),
    N_ ("What the portal has confirmed is not sent again."),
    N_ ("Check the network. It is tried again by itself.") },
  { HS_PORTAL_ERROR_CAPTIVE, N_ ("The network asks you to sign in first"),
    N_ ("Something else than the portal answered. Nothing was sent."),
    N_ ("Open a web page in your browser, sign in to the network, then try again.") },
  { HS_PORTAL_ERROR_TLS, N_ ("The connection is not safe"),
    N_ ("The portal could not prove who it is, so nothing was sent."),
    N_ ("Check the date of this computer and try another network.") },
  { HS_PORTAL_ERROR_SIGN_IN, N_ ("Please sign in"),
    N_ ("The portal needs to know who you are. Your dossier waits here."),
    N_ ("Sign in, then sending goes on.") },
  { HS_PORTAL_ERROR_FORBIDDEN, N_ ("The portal does not allow this"),
    N_ ("The dossier may belong to another account. Nothing was changed."),
    N_ ("Sign in with the account that made it, or ask the office.") },
  { HS_PORTAL_ERROR_REFUSED, N_ ("The portal refused"),
    N_ ("Your dossier is kept on this computer."), N_ ("Read the reason below and mend it.") },
  { HS_PORTAL_ERROR_AMBIGUOUS, N_ ("It is not known yet whether the portal has it"),
    N_ ("The connection broke at the last moment. It will not be sent twice."),
    N_ ("Wait. The portal is asked before anything is sent again.") },
  { HS_PORTAL_ERROR_INCOMPLETE, N_ ("The portal does not have all files yet"),
    N_ ("Nothing was submitted."), N_ ("Wait. What is missing is sent by itself.") },
  { HS_PORTAL_ERROR_CONFLICT, N_ ("The portal has another version of this dossier"),
    N_ ("Nothing was overwritten, here or there."),
    N_ ("Look at the dossier on the portal, or ask the office.") },
  { HS_PORTAL_ERROR_GONE, N_ ("The portal no longer keeps what was sent"),
    N_ ("Everything is still on this computer."), N_ ("Send again: it starts anew by itself.") },
  { HS_PORTAL_ERROR_OFFSET, N_ ("A file is out of step with the portal"), N_ ("Nothing is lost."),
    N_ ("Wait. The portal is asked where to go on.") },
  { HS_PORTAL_ERROR_INVALID, N_ ("The portal found a mistake"),
    N_ ("Nothing was submitted. Your answers are kept."),
    N_ ("Read the reason below, mend the form or the paper, then send again.") },
  { HS_PORTAL_ERROR_TOO_LARGE, N_ ("A file is larger than the portal accepts"),
    N_ ("Nothing was submitted."), N_ ("Replace it with a smaller one, then send again.") },
  { HS_PORTAL_ERROR_NONSENSE, N_ ("The portal's answer makes no sense"),
    N_ ("It was not believed. Everything is kept on this computer."),
    N_ ("Try again later. If it happens again, tell whoever runs the portal.") },
  { HS_PORTAL_ERROR_TOO_OLD, N_ ("This version is too old for the portal"),
    N_ ("Your dossiers are kept."), N_ ("Update Hồ Sơ, then send.") },
  { HS_PORTAL_ERROR_RECEIPT, N_ ("The receipt is not genuine"),
    N_ ("Its signature does not fit, so the dossier does not count as sent."),
    N_ ("Ask the office whether they have it before you do anything else.") },
  { HS_PORTAL_ERROR_DIGEST, N_ ("The file was changed on its way"),
    N_ ("It does not fit its checksum and was thrown away."), N_ ("Fetch it again.") },
  { HS_PORTAL_ERROR_NOT_FOUND, N_ ("The portal does not know this"),
    N_ ("What is on this computer is kept."), N_ ("Check the portal's address in the settings.") },
};

static const Row dossier_rows[] = {
  { HS_DOSSIER_ERROR_INCOMPLETE, N_ ("The dossier is not complete yet"), N_ ("Nothing was sent."),
    N_ ("Finish the tasks that are still open.") },
  { HS_DOSSIER_ERROR_SLOT, N_ ("This paper cannot go here"), N_ ("Nothing was added."),
    N_ ("Choose another place in the list, or another file.") },
  { HS_DOSSIER_ERROR_FROZEN, N_ ("The dossier can no longer be changed"),
    N_ ("It was made ready for sending exactly as you confirmed it."),
    N_ ("Take it out of the outbox first, or wait for the office to ask for more.") },
  { HS_DOSSIER_ERROR_BUSY, N_ ("The dossier is open in another window"), N_ ("Nothing is lost."),
    N_ ("Close the other window, then try again.") },
  { HS_DOSSIER_ERROR_STATE, N_ ("This is not possible now"),
    N_ ("The dossier is at another step. Nothing was changed."),
    N_ ("Look at its state, then choose what it asks for.") },
  { HS_DOSSIER_ERROR_NOT_FOUND, N_ ("The dossier is not here"),
    N_ ("It may have been deleted in another window."), N_ ("Choose one from the list.") },
  { HS_DOSSIER_ERROR_ACCOUNT, N_ ("Another person is signed in"),
    N_ ("The dossier waits for the one who put it into the outbox. Nothing was sent."),
    N_ ("Sign in as that person, or take the dossier back and send it anew.") },
  { HS_DOSSIER_ERROR_NOT_ASKED, N_ ("It waits until you send it"),
    N_ ("It was put into the outbox before anybody signed in at this portal. Nothing was sent."),
    N_ ("Choose to try now when it is to be sent by the one who is signed in.") },
  { HS_DOSSIER_ERROR_FORM_ENDED, N_ ("This version of the form is no longer accepted"),
    N_ ("A newer law or circular has replaced it. Your answers are kept, nothing was sent."),
    N_ ("Move your answers to the new version of the form, check them, then send.") },
};

static const Row io_rows[] = {
  { G_IO_ERROR_NO_SPACE, N_ ("The disk is full"),
    N_ ("The file was not saved. The old one is whole."),
    N_ ("Free some space or choose another place, then try again.") },
  { G_IO_ERROR_PERMISSION_DENIED, N_ ("No permission for this place"),
    N_ ("The file could not be read or saved."), N_ ("Choose another folder.") },
  { G_IO_ERROR_READ_ONLY, N_ ("This place cannot be written to"), N_ ("The file was not saved."),
    N_ ("Choose another folder.") },
  { G_IO_ERROR_NOT_FOUND, N_ ("The file is not there"),
    N_ ("It may have been moved, or the drive was removed."), N_ ("Choose it again.") },
  { G_IO_ERROR_IS_DIRECTORY, N_ ("This is a folder, not a file"), N_ ("Nothing was added."),
    N_ ("Open the folder and choose a file in it.") },
  { G_IO_ERROR_MESSAGE_TOO_LARGE, N_ ("The file is too large"), N_ ("Nothing was added."),
    N_ ("Choose a smaller file.") },
  { G_IO_ERROR_TIMED_OUT, N_ ("It took too long"), N_ ("Nothing is lost."), N_ ("Try again.") },
  { G_IO_ERROR_BUSY, N_ ("Another program is using it"), N_ ("Nothing is lost."),
    N_ ("Close the other program, then try again.") },
};

static const Domain domains[] = {
  { hs_base_error_quark, base_rows, G_N_ELEMENTS (base_rows) },
  { hs_store_error_quark, store_rows, G_N_ELEMENTS (store_rows) },
  { hs_catalog_error_quark, catalog_rows, G_N_ELEMENTS (catalog_rows) },
  { hs_form_error_quark, form_rows, G_N_ELEMENTS (form_rows) },
  { hs_document_error_quark, document_rows, G_N_ELEMENTS (document_rows) },
  { hs_portal_error_quark, portal_rows, G_N_ELEMENTS (portal_rows) },
  { hs_dossier_error_quark, dossier_rows, G_N_ELEMENTS (dossier_rows) },
  { g_io_error_quark, io_rows, G_N_ELEMENTS (io_rows) },
};

static const Row general_row = { 0, N_ ("Something went wrong"),
                                 N_ ("What was saved before is unchanged."),
                                 N_ ("Try again. If it happens again, report the details.") };

static const Row *
find_row (const GError *error)
{
  for (guint i = 0; error != NULL && i < G_N_ELEMENTS (domains); i++)
    {
      if (domains[i].domain () != error->domain)
        continue;
      for (guint j = 0; j < domains[i].n_rows; j++)
        if (domains[i].rows[j].code == error->code)
          return &domains[i].rows[j];
    }
  return NULL;
}

HsErrorWords
hs_error_words (const GError *error)
{
  const Row *row = find_row (error);

  if (row == NULL)
    row = &general_row;
  return (HsErrorWords){ g_dgettext (GETTEXT_PACKAGE, row->heading),
                         g_dgettext (GETTEXT_PACKAGE, row->body),
                         g_dgettext (GETTEXT_PACKAGE, row->next) };
}

gboolean
hs_error_words_knows (const GError *error)
{
  return find_row (error) != NULL;
}
