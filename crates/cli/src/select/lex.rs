//! Cuts an expression into its words.

use super::mistake::Mistake;

/// A piece of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    Operator(Operator),
    /// Also a keyword.
    Word(String),
    /// Between quotes: never a keyword, a pid or a port.
    Quoted(String),
    /// Between slashes.
    Pattern(String),
    End,
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
    Matches,
    MatchesNot,
}

/// The longer before those that they begin with.
pub(super) const OPERATORS: [(&str, Operator); 9] = [
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("!~", Operator::MatchesNot),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::More),
    ("~", Operator::Matches),
];

/// The words of an expression, one after the other.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next piece, and where it begins.
    pub(super) fn next(&mut self) -> Result<(usize, Token), Mistake> {
        let start = self.skip_blanks();
        let rest = self.rest();
        let operator = OPERATORS.iter().find(|(sign, _)| rest.starts_with(sign));
        let token = match rest.chars().next() {
            None => Token::End,
            Some('(') => self.take(1, Token::Open),
            Some(')') => self.take(1, Token::Close),
            Some(quote @ ('"' | '\'')) => Token::Quoted(self.until(quote)?),
            Some('/') => Token::Pattern(self.until('/')?),
            _ if operator.is_some_and(|(sign, _)| rest.starts_with(sign)) => {
                let (sign, operator) = operator.copied().unwrap_or(("", Operator::Equal));
                self.take(sign.len(), Token::Operator(operator))
            }
            Some(_) => self.word(|rest| OPERATORS.iter().any(|(sign, _)| rest.starts_with(sign))),
        };
        Ok((start, token))
    }

    /// The next piece where a value is due: what is not in quotes or a pattern goes up to a blank or a parenthesis.
    pub(super) fn value(&mut self, is_pattern: bool) -> Result<(usize, Token), Mistake> {
        let start = self.skip_blanks();
        let token = match self.rest().chars().next() {
            None => Token::End,
            Some(')' | '(') => Token::Close,
            Some(quote @ ('"' | '\'')) => Token::Quoted(self.until(quote)?),
            Some('/') if is_pattern => Token::Pattern(self.until('/')?),
            // A second operator is a slip, not a value.
            Some('=' | '<' | '>') => Token::Close,
            Some(_) => self.word(|_| false),
        };
        Ok((start, token))
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) -> usize {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.at
    }

    fn take(&mut self, bytes: usize, token: Token) -> Token {
        self.at += bytes;
        token
    }

    fn word(&mut self, ends: impl Fn(&str) -> bool) -> Token {
        let rest = self.rest();
        let is_end =
            |(at, c): &(usize, char)| c.is_whitespace() || matches!(c, '(' | ')') || rest.get(*at..).is_some_and(&ends);
        let length = rest.char_indices().find(is_end).map_or(rest.len(), |(at, _)| at);
        let word = rest.get(..length).unwrap_or_default().to_owned();
        self.take(length, Token::Word(word))
    }

    /// What stands up to the closing sign; a backslash before that sign takes its meaning away.
    fn until(&mut self, sign: char) -> Result<String, Mistake> {
        let (start, mut text) = (self.at, String::new());
        let mut chars = self.rest().char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                _ if c == sign => {
                    self.at = start + at + c.len_utf8();
                    return Ok(text);
                }
                '\\' if chars.peek().is_some_and(|(_, next)| *next == sign || (*next == '\\' && sign != '/')) => {
                    text.extend(chars.next().map(|(_, next)| next));
                }
                _ => text.push(c),
            }
        }
        Err(Mistake::new(start, format!("this {sign} is not closed")))
    }
}
