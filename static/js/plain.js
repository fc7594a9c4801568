// Pages with one form and nothing else: logging in, invitations.
import './forms.js';
