//! The parser of selectors.
//!
//! ```text
//! any     = all ("or" all)*
//! all     = one ("and" one)*
//! one     = "not" one | "(" any ")" | FIELD OPERATOR VALUE | PID | ":" PORT | "/" PATTERN "/" | NAME
//! ```

use super::expr::{Expr, field};
use super::lex::{Lexer, Operator, Token};
use super::mistake::Mistake;
use super::operand::{Operand, pattern};

/// How deep parentheses and `not` may be nested: far more than anybody writes, far less than the stack holds.
const DEEPEST: usize = 100;

/// Reads a whole expression.
pub(super) fn parse(text: &str) -> Result<Expr, Mistake> {
    let mut parser = Parser { lexer: Lexer::new(text), at: 0, next: Token::End, depth: 0 };
    parser.advance()?;
    let expr = parser.any()?;
    match &parser.next {
        Token::End => Ok(expr),
        Token::Close => Err(parser.mistake("nothing is open that this could close")),
        Token::Operator(_) => Err(parser.mistake("there is no field before this; expected and, or, or the end")),
        _ => Err(parser.mistake("expected and, or, or the end; a name with blanks is written in quotes")),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    /// The piece to be read next, and where it begins.
    next: Token,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn advance(&mut self) -> Result<(), Mistake> {
        (self.at, self.next) = self.lexer.next()?;
        Ok(())
    }

    fn mistake(&self, message: &str) -> Mistake {
        Mistake::new(self.at, message)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(&self.next, Token::Word(next) if next == word)
    }

    fn any(&mut self) -> Result<Expr, Mistake> {
        let parts = self.joined("or", Self::all)?;
        Ok(one_or(parts, Expr::Any))
    }

    fn all(&mut self) -> Result<Expr, Mistake> {
        let parts = self.joined("and", Self::one)?;
        Ok(one_or(parts, Expr::All))
    }

    fn joined(&mut self, by: &str, part: impl Fn(&mut Self) -> Result<Expr, Mistake>) -> Result<Vec<Expr>, Mistake> {
        let mut parts = vec![part(self)?];
        while self.is_word(by) {
            self.advance()?;
            parts.push(part(self)?);
        }
        Ok(parts)
    }

    fn one(&mut self) -> Result<Expr, Mistake> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.mistake("nested too deeply"));
        }
        let expr = self.term();
        self.depth -= 1;
        expr
    }

    fn term(&mut self) -> Result<Expr, Mistake> {
        let start = self.at;
        match std::mem::replace(&mut self.next, Token::End) {
            Token::Open => {
                self.advance()?;
                let inner = self.any()?;
                if self.next != Token::Close {
                    return Err(Mistake::new(start, "this ( is not closed"));
                }
                self.advance()?;
                Ok(inner)
            }
            Token::Pattern(text) => {
                let pattern = pattern(&text).map_err(|message| Mistake::new(start, message))?;
                self.advance()?;
                Ok(Expr::Pattern(pattern))
            }
            Token::Quoted(name) if name.is_empty() => Err(Mistake::new(start, "no process has no name")),
            Token::Quoted(name) => {
                self.advance()?;
                Ok(Expr::Name(name))
            }
            Token::Word(word) => self.word(start, &word),
            Token::Operator(_) => Err(Mistake::new(start, "expected the name of a field before this")),
            Token::Close | Token::End => Err(Mistake::new(start, "expected a pid, a name, a field, ( or not")),
        }
    }

    fn word(&mut self, start: usize, word: &str) -> Result<Expr, Mistake> {
        match word {
            "not" => {
                self.advance()?;
                return Ok(Expr::Not(Box::new(self.one()?)));
            }
            "and" | "or" => {
                let message = format!("expected a process before {word:?}; quote the whole expression for the shell");
                return Err(Mistake::new(start, message));
            }
            _ => {}
        }
        self.advance()?;
        match self.next {
            Token::Operator(operator) => self.comparison(start, word, operator),
            _ => bare(word).map_err(|message| Mistake::new(start, message)),
        }
    }

    /// The lexer stands behind the operator.
    fn comparison(&mut self, start: usize, name: &str, operator: Operator) -> Result<Expr, Mistake> {
        let column = field(name).map_err(|message| Mistake::new(start, message))?;
        let is_pattern = matches!(operator, Operator::Matches | Operator::MatchesNot);
        let (at, value) = self.lexer.value(is_pattern)?;
        let (Token::Word(text) | Token::Quoted(text) | Token::Pattern(text)) = value else {
            return Err(Mistake::new(at, "expected a value"));
        };
        let operand = Operand::parse(column.kind, operator, &text).map_err(|message| Mistake::new(at, message))?;
        self.advance()?;
        Ok(Expr::Compare(column, operator, operand))
    }
}

/// The only part, or what joins several.
fn one_or(mut parts: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Expr {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

/// A word that stands alone: a number is a pid, never a name.
fn bare(word: &str) -> Result<Expr, String> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().map(Expr::Pid).map_err(|_| format!("{word} is too large for a pid"));
    }
    match word.strip_prefix(':') {
        Some(port) => port.parse().map(Expr::Port).map_err(|_| format!("{port:?} is not a port; ports go up to 65535")),
        None => Ok(Expr::Name(word.into())),
    }
}
